"""What a build reads once and each page needs."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from content import includes, ledger, statements, values
from content.includes import Include
from website.page import terms
from website.page.pictures import Pictures


class Project:
    """The project's own files as they are while one build runs.

    Args:
        root: the project's folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pictures = Pictures()
        self._programs: dict[Path, list[Include]] = {}

    @cached_property
    def proofs(self) -> list[statements.Proof]:
        """All proofs."""
        return statements.proofs(self.root)

    @cached_property
    def proof(self) -> dict[str, statements.Proof]:
        """All proofs by name."""
        return {proof.name: proof for proof in self.proofs}

    @cached_property
    def statements(self) -> list[statements.Statement]:
        """All statements of all pages."""
        return statements.statements(self.root)

    @cached_property
    def record(self) -> dict[str, dict[str, ledger.Entry]]:
        """What the last checks wrote down."""
        return ledger.read(self.root)[0]

    @cached_property
    def values(self) -> dict[str, Any]:
        """What was read from clients and brokers."""
        return values.load(self.root)

    @cached_property
    def terms(self) -> dict[str, str]:
        """The glossary's entries and their anchors."""
        glossary = self.root / "docs" / terms.GLOSSARY
        return terms.entries(glossary.read_text("utf-8")) if glossary.exists() else {}

    def programs(self, page: Path) -> list[Include]:
        """The programs that a page shows."""
        if page not in self._programs:
            self._programs[page] = includes.programs_on(page, self.root)
        return self._programs[page]

    def check_status(self, text: str, page: str, programs: Sequence[Include]) -> ledger.CheckStatus:
        """How a page stands; text is its source, page its path under the project's root."""
        claimed = statements.statements_on(text, page)
        return ledger.check_status(
            [include.snippet for include in programs], self.root, claimed, self.proofs, self.record
        )
