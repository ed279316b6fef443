"""The record of checks says only what checks wrote."""

from checks.project import ROOT
from content import ledger


def test_no_entry_of_the_record_was_written_by_hand() -> None:
    forged = ledger.read(ROOT)[1]
    assert not forged, (
        f"{ledger.FILE}: no check wrote what it says of {', '.join(forged)}; remove the file and run `make check`."
    )
