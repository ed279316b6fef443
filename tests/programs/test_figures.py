"""The installed clients do what was recorded of them.

What the pages say of it is compared too, except for what is left to chance.
"""

from collections.abc import Mapping

import pytest

from checks.project import ROOT
from checks.recording import keyless, keys
from content.figure_data import FigureData
from content.recordings import figure_file


def recorded(name: str) -> FigureData:
    """The data of a figure."""
    return FigureData.loads(figure_file(name, ROOT).read_text("utf-8"))


def test_recorded_keys_are_those_of_the_installed_clients(installed_keys: Mapping[str, keys.Data]) -> None:
    if found := keys.differences(recorded("keys").data, installed_keys):
        sentence = "recordings/figures/keys.json: a client gives other partitions; run `make record NAME=keys` and read the change:"
        pytest.fail("\n".join([sentence, *found]), pytrace=False)


def test_recorded_sequences_without_a_key_are_as_the_page_says() -> None:
    if found := keyless.problems(recorded("without_a_key").data["sequences"]):
        sentence = "recordings/figures/without_a_key.json is not as docs/producers/without-a-key.md says; change one of them:"
        pytest.fail("\n".join([sentence, *found]), pytrace=False)
