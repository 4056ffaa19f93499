"""What DOCX, ODT and EPUB are: XML in a zip. Members are bounded, and XML may name nothing else."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lxml import etree
from lxml.etree import _Element

from corpus.errors import UnreadableFile
from corpus.readers.binary_file import most_inside, refuse_blank
from corpus.readers.markup import words_of

_LARGEST_MEMBER = 64 * 2**20
"""Bytes of XML; a tree takes ten times that."""
_OLE = b"\xd0\xcf\x11\xe0"
"""What encrypted documents, and those of Word before 2007, begin with."""


class Package:
    """The members of one file."""

    def __init__(self, archive: zipfile.ZipFile, path: Path) -> None:
        self._archive = archive
        self._name = str(path)
        self._allowed = most_inside(path)

    def data(self, member: str) -> bytes | None:
        """The bytes of a member; None: there is none of this name."""
        try:
            info = self._archive.getinfo(member)
        except KeyError:
            return None
        self._allowed -= info.file_size
        if info.file_size > _LARGEST_MEMBER or self._allowed < 0:
            raise UnreadableFile(
                f"{self._name}: {member} in it is larger than a document is. Split it."
            )
        return self._archive.read(info)

    def tree(self, member: str, *, recover: bool = False) -> _Element | None:
        """A member as a tree of XML; None: there is none. Raises UnreadableFile where it is bad,
        unless what can be recovered of it is enough."""
        data = self.data(member)
        if data is None:
            return None
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
            recover=recover,
        )
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise UnreadableFile(
                f"{self._name}: {member} in it is damaged ({error.msg}). Open it and save it again."
            ) from error


@contextmanager
def opened(path: Path, program: str) -> Iterator[Package]:
    """The package of a file; `program` is what one should save it again with."""
    refuse_blank(path)
    with path.open("rb") as file:
        if file.read(len(_OLE)) == _OLE:
            raise UnreadableFile(
                f"{path}: encrypted, or in an old format. Save it without a password in {program}."
            )
        try:
            with zipfile.ZipFile(file) as archive:
                yield Package(archive, path)
        except zipfile.BadZipFile as error:
            raise UnreadableFile(
                f"{path}: damaged, or not what its name says. Save it again in {program}."
            ) from error


def stated(tree: _Element | None, name: str) -> str | None:
    """What the elements of this local name say, in one line."""
    found = tree.iterfind(f".//{{*}}{name}") if tree is not None else ()
    said = map(words_of, found)
    return ", ".join(filter(None, said)) or None


def stated_language(tree: _Element | None) -> str | None:
    """The language as ISO 639-1, where one alone is stated."""
    code = (stated(tree, "language") or "").replace("_", "-").partition("-")[0].lower()
    return code if len(code) == 2 and code.isalpha() else None
