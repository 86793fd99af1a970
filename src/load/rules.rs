//! What can be wrong with the files of a policy.

use crate::diagnostic::rule::rules;

rules! {
    IMPORT_NOT_FOUND "import-not-found" Error "an import names a file that does not exist";
    IMPORT_OUTSIDE "import-outside" Error "an import leads out of the project";
    IMPORT_UNREADABLE "import-unreadable" Error "an import names something that cannot be read";
    IMPORT_CYCLE "import-cycle" Error "files import each other in a circle";
    MISSING_POLICY "missing-policy" Error "a document that is to be published has no `policy` block";
    UNUSED_FILE "unused-file" Note "a file belongs to no policy";
    CLASHING_OUTPUT "clashing-output" Error "two policies that are published together have the same name";
    MISSING_DOCUMENT "missing-document" Error "a document that this one is read with is not published with it";
}
