import json

import pytest

from tests.acceptance.shell import Shell

pytestmark = pytest.mark.model

QUESTION = "What is the population of Zhanaozen?"


def test_the_sample_sources_disagree_about_the_population(with_sample: Shell) -> None:
    result = with_sample("figures", QUESTION, "--json")
    shown = json.loads(result.stdout)
    assert (result.returncode, shown["disagreement"]) == (0, True)
    assert len(shown["figures"]) > 1
    numbers = [number for figure in shown["figures"] for number in figure["quotes"]]
    assert numbers == [quote["number"] for quote in shown["quotes"]]


def test_people_see_each_version_with_its_quotes(with_sample: Shell) -> None:
    lines = with_sample("figures", QUESTION).stdout.splitlines()
    assert lines[0].startswith("The sources disagree:")
    assert any("independent origin" in line for line in lines)
    assert any(line.startswith("1  “") for line in lines)


def test_a_question_for_no_value_is_the_persons_mistake(with_sample: Shell) -> None:
    result = with_sample("figures", "Who headed the commission?")
    assert (result.returncode, result.stdout) == (2, "")
    assert "asks for no value" in result.stderr


def test_an_answer_has_a_table_of_the_versions_and_a_quote_of_each(with_sample: Shell) -> None:
    shown = with_sample("ask", QUESTION).stdout
    versions = [line.split("\t") for line in shown.splitlines() if "\t" in line]
    assert shown.startswith(f"The sources disagree: {len(versions)} versions.\n")
    for number, value, *_ in versions:
        quote = next(q for q in shown.splitlines() if q.startswith(f"{number}  “"))
        assert value.split()[-1] in quote


def test_an_answer_in_json_has_figures_whose_quotes_give_them(with_sample: Shell) -> None:
    shown = json.loads(with_sample("ask", QUESTION, "--json").stdout)
    assert shown["disagreement"] is True
    assert len(shown["figures"]) > 1
    for figure in shown["figures"]:
        for number in figure["quotes"]:
            assert figure["value"] in shown["quotes"][number - 1]["text"]


def test_the_versions_are_drawn_into_a_file(with_sample: Shell) -> None:
    result = with_sample("figures", QUESTION, "--plot", "population.svg")
    assert (result.returncode, result.stderr) == (0, "Drawn: population.svg\n")
    assert QUESTION in (with_sample.folder / "population.svg").read_text()


def test_a_picture_of_another_kind_is_the_persons_mistake(with_sample: Shell) -> None:
    result = with_sample("figures", QUESTION, "--plot", "population.gif")
    assert (result.returncode, result.stdout) == (2, "")
    assert "population.gif should end in .png or .svg" in result.stderr


def test_a_picture_that_cannot_be_written_is_said(with_sample: Shell) -> None:
    (with_sample.folder / "closed").mkdir(mode=0o555)
    plot = ("--plot", "closed/population.png")
    result = with_sample.limited("privileges")("figures", QUESTION, *plot)
    assert result.returncode == 3
    assert "closed/population.png" in result.stderr
