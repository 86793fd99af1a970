"""Compares what LibreOffice read from documents of Word with what the policy says.

A document is read as the flat XML of OpenDocument, which LibreOffice writes. What was put in or taken out stands in it between
marks; `tracked-changes` says which of both.
"""

import pathlib
import re
import sys
import xml.etree.ElementTree as xml

SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}

# What a version does not have.
GONE = {"old": "insertion", "new": "deletion"}


def name(short):
    space, word = short.split(":")
    return f"{{{SPACES[space]}}}{word}"


def words(text):
    """The words of a text, without marks and markup."""
    return re.findall(r"[^\W_]+", text)


class Reader:
    """The words of a document as one of its versions shows them."""

    def __init__(self, file, version):
        root = xml.parse(file).getroot()
        self.body = root.find(".//office:text", SPACES)
        self.version = version
        self.changes = {}
        for region in root.iter(name("text:changed-region")):
            self.changes[region.get(name("text:id"))] = region[0].tag.split("}")[1]
        self.authors = {who.text for who in root.iter(name("dc:creator"))} if self.changes else set()
        self.text = []
        self.gone = set()
        self.walk(self.body)

    def say(self, text):
        if text and not self.gone:
            self.text.append(text)

    def walk(self, node):
        if node.tag == name("text:tracked-changes"):
            return
        change = node.get(name("text:change-id"))
        if self.changes.get(change) == GONE[self.version]:
            if node.tag == name("text:change-start"):
                self.gone.add(change)
            if node.tag == name("text:change-end"):
                self.gone.discard(change)
        self.say(node.text)
        for child in node:
            if child.tag in (name("text:p"), name("text:h"), name("text:line-break"), name("text:tab"), name("text:s")):
                self.say(" ")
            self.walk(child)
            self.say(child.tail)
        if node.tag in (name("text:p"), name("text:h")):
            self.say(" ")

    def words(self):
        return words("".join(self.text))


def of_markdown(file):
    """The words of the page, as Markdown has them."""
    text = file.read_text(encoding="utf-8")
    text = re.sub(r'<a id="[^"]*"></a>', "", text)
    text = re.sub(r"\]\([^)]*\)", "]", text)
    for mark, character in {"&lt;": "<", "&gt;": ">", "&amp;": "&"}.items():
        text = text.replace(mark, character)
    return words(text)


def main(folder):
    folder = pathlib.Path(folder)
    faults = []
    documents = sorted((folder / "pages").glob("*.docx"))
    for document in documents:
        stem = document.stem
        for kind in ("pdf", "fodt"):
            if not (folder / kind / f"{stem}.{kind}").is_file():
                faults.append(f"{stem}: LibreOffice made no {kind} of it")
        page = folder / "pages" / f"{stem}.md"
        shown = Reader(folder / "fodt" / f"{stem}.fodt", "new")
        if page.is_file() and sorted(shown.words()) != sorted(of_markdown(page)):
            missing = set(of_markdown(page)) ^ set(shown.words())
            faults.append(f"{stem}: the document and the page differ in {sorted(missing)[:20]}")
    for version in ("old", "new"):
        whole = Reader(folder / "fodt" / f"{version}.fodt", version).words()
        both = Reader(folder / "fodt" / "redline.fodt", version)
        if both.authors != {"Candor"}:
            faults.append(f"the redline has changes of {both.authors}")
        if sorted(both.words()) != sorted(whole):
            faults.append(f"the redline is not the {version} version: {sorted(set(both.words()) ^ set(whole))}")
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(documents)} documents opened")
    return 1 if faults or len(documents) < 5 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
