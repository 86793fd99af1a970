//! Candor: policy as code for privacy.
