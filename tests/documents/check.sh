#!/usr/bin/env bash
# Opens documents of Word in LibreOffice, and compares what it shows with the policy.
#
#   check.sh CANDOR    the program under test; LibreOffice is taken from $SOFFICE or the PATH
#
# Each example becomes a document and a text; a redline is opened as well, and with all changes accepted and rejected it has
# the words of either version.
set -euo pipefail
candor="$1"
soffice="${SOFFICE:-soffice}"
root="$(cd "$(dirname "$0")/../.." && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cd "$work"

# A profile of its own: whoever runs this may have LibreOffice open.
office() {
    "$soffice" "-env:UserInstallation=file://$work/profile" --headless --norestore "$@" >/dev/null 2>trouble || { cat trouble >&2; return 1; }
}

"$candor" build "$root/examples" "$root/tests/render/tables/policy.candor" --out pages --emit docx,md --quiet >/dev/null 2>findings
cp "$root/tests/documents/old.candor" "$root/tests/documents/new.candor" .
for version in old new; do
    "$candor" build "$version.candor" --out "$version" --emit docx --quiet >/dev/null 2>findings
    cp "$version/"*.docx "pages/$version.docx"
done
"$candor" diff old.candor new.candor --out docx=pages/redline.docx --format json >/dev/null 2>findings

office --convert-to pdf --outdir pdf pages/*.docx
office --convert-to fodt --outdir fodt pages/*.docx
exec python3 "$root/tests/documents/check.py" "$work"
