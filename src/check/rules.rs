//! The rules of whole documents.
