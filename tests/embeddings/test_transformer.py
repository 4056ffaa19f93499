"""A model of the user's own choice."""

import json
import shutil
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from embeddings.encoder import PassageText
from embeddings.errors import UnknownModel
from tests.embeddings.published import model_folder, open_model, open_transformer
from tests.embeddings.turns import most_at_once

pytestmark = [pytest.mark.model, pytest.mark.slow]


def model_with_prompts(folder: Path, **prompts: str) -> Path:
    shutil.copytree(model_folder(), folder, ignore=shutil.ignore_patterns("*.safetensors"))
    (folder / "model.safetensors").symlink_to(model_folder() / "model.safetensors")
    path = folder / "config_sentence_transformers.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "prompts": prompts}))
    return folder


@pytest.mark.parametrize("name", ["no/such-model", "/no/such/folder"])
def test_an_unknown_model_is_named_with_what_to_do(name: str) -> None:
    with pytest.raises(UnknownModel, match=f"(?s){name}.*sentence-transformers") as raised:
        open_model(name)
    assert "\n" not in str(raised.value)


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownModel, match="PINCITE_MODEL"):
        open_model(str(tmp_path))


def test_questions_and_passages_get_the_models_own_prompts(tmp_path: Path) -> None:
    folder = model_with_prompts(tmp_path / "m", query="Find music: ", document="A recipe: ")
    prompted = open_model(str(folder))
    plain = open_transformer()
    text = "Where is it?"
    asked = plain.encode_questions([f"Find music: {text}"])
    assert np.allclose(prompted.encode_questions([text]), asked, atol=1e-5)
    (told,) = plain.encode_passages([PassageText(f"A recipe: {text}")])
    (made,) = prompted.encode_passages([PassageText(text, ((0, 8),))])
    assert np.allclose(made.passage, told.passage, atol=1e-5)
    assert float(made.sentences[0] @ asked[0]) < float(made.sentences[0] @ told.passage)


def test_other_prompts_are_another_model(tmp_path: Path) -> None:
    ids = [
        open_model(str(model_with_prompts(tmp_path / query, query=query))).model_id
        for query in ("Find: ", "Ask: ")
    ]
    assert ids[0].rpartition("@")[2] != ids[1].rpartition("@")[2]


def test_the_same_folder_is_the_same_model() -> None:
    assert open_model(str(model_folder())).model_id == open_transformer().model_id


def test_it_limits_no_language() -> None:
    assert open_transformer().languages is None


def test_a_sentence_is_encoded_by_itself() -> None:
    encoder = open_transformer()
    text = "Bees were kept behind the monastery. It was sold in spring."
    (vectors,) = encoder.encode_passages([PassageText(text, ((37, 59),))])
    alone = encoder.encode_questions(["It was sold in spring."])
    assert np.allclose(vectors.sentences, alone, atol=1e-5)


def test_more_passages_than_one_batch_keep_their_order() -> None:
    encoder = open_transformer()
    texts = [f"Boat {number} sails." for number in range(70)]
    passages = [PassageText(text, ((0, 4), (5, len(text)))) for text in texts]
    made = list(encoder.encode_passages(passages))
    assert len(made) == 70
    last = encoder.encode_questions([texts[69], texts[69][5:]])
    assert np.allclose(made[69].passage, last[0], atol=1e-5)
    assert np.allclose(made[69].sentences[1], last[1], atol=1e-5)


def test_threads_take_turns_at_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = open_transformer()
    use = partial(encoder.encode_questions, ["Who drew the mill?"])
    assert most_at_once(monkeypatch, encoder._model, "encode", use) == 1
