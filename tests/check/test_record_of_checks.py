"""The record of checks says only what checks wrote."""

from hooks import checked
from programs.project import ROOT


def test_no_entry_of_the_record_was_written_by_hand() -> None:
    forged = checked.read(ROOT)[1]
    assert not forged, f"{checked.FILE}: no check wrote what it says of {', '.join(forged)}; remove the file and run `make check`."
