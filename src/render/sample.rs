//! A page with everything that can stand on one, for the tests of the backends.

use crate::render::page::{
    Anchor, Block, Definition, Direction, Fact, Inline, Item, Labels, Page, Party, Pointer, Prose, Remark,
    Row, Section, Statement, Table,
};
use crate::render::prose::{self, Slot};

/// What an author could write to attack a reader: each must appear as text or not at all.
pub(crate) const HOSTILE: &str = "\"><script>alert('x')</script>&lt;b&gt; [x](javascript:alert(1)) ![i](https://example.com/i.png) \u{202e}drawkcab\u{2066} `code` *star* |pipe| {{ braces }}";

/// A policy of eight sections.
#[allow(clippy::too_many_lines, reason = "a page is a long list")]
pub(crate) fn sample() -> Page {
    Page {
        language: "en-US".into(),
        direction: Direction::LeftToRight,
        title: "AnyProtect Privacy Policy".into(),
        company: "AnyProtect".into(),
        facts: vec![
            date("Effective", "23 March 2013", "2013-03-23"),
            date("Last updated", "1 March 2013", "2013-03-01"),
            fact("Covers", vec![text("our website, our apps and our API")]),
        ],
        introduction: vec![Item::Statement(statement(
            "acceptance",
            vec![
                text("This policy applies however you reach the "),
                term("Service", "term-service"),
                text(". By using the Service you accept it."),
            ],
        ))],
        glance: Some(glance()),
        sections: vec![
            collection(),
            use_of_data(),
            sharing(),
            section(
                "changing",
                "Changing or deleting your information",
                vec![
                    Item::Statement(statement(
                        "changing.edit-profile",
                        vec![
                            text("If you are a registered user, you can see, correct and delete your "),
                            term("profile", "term-profile"),
                            text(" in your account settings, without charge and within 30 days."),
                        ],
                    )),
                    Item::Statement(statement(
                        "changing.required-copies",
                        vec![
                            text("We may keep a copy of your "),
                            term("personal information", "term-personal-information"),
                            text(" when the law requires it."),
                        ],
                    )),
                ],
            ),
            keeping(),
            section(
                "community",
                "The AnyProtect community",
                vec![
                    Item::Definition(Definition {
                        anchor: "community.community".into(),
                        remarks: Vec::new(),
                        term: "Community".into(),
                        meaning: vec![text("means our blogs, forums and wikis, which anyone can read.")],
                    }),
                    Item::Statement(Statement {
                        remarks: vec![remark("Note", "A post can stay after you close your account.")],
                        ..statement(
                            "community.public-posts",
                            vec![text(
                                "We publish what you post in the Community. Others may read, collect and use it.",
                            )],
                        )
                    }),
                ],
            ),
            section(
                "security",
                "Security",
                vec![
                    Item::Statement(statement(
                        "security.payment-in-transit",
                        vec![
                            text("We protect your "),
                            term("payment card", "term-payment-card"),
                            text(" in transit, using encryption (TLS), on our order forms."),
                        ],
                    )),
                    Item::Statement(statement(
                        "security.no-guarantee",
                        vec![text(
                            "Nothing that is sent or stored is completely safe, so we cannot promise that your information is.",
                        )],
                    )),
                ],
            ),
            hostile(),
        ],
        glossary: vec![
            definition(
                "term-files",
                "Files",
                "Files that a user uploads, downloads or opens with the Service. They may contain the place where a photo was taken.",
            ),
            definition(
                "term-log-data",
                "Log Data",
                "What your device sends while you use the Service: its IP address, browser, language, identifiers and carrier, the page you came from, what you search for, and when.",
            ),
            definition(
                "term-personal-information",
                "Personal Information",
                "Any information that identifies you or can be used to contact you, and nothing else.",
            ),
            definition(
                "term-payment-card",
                "Payment card",
                "The number, name and expiry date of a credit or debit card.",
            ),
            definition(
                "term-profile",
                "Profile",
                "What you enter when you register, and later in your account settings.",
            ),
            definition(
                "term-service",
                "Service",
                "The AnyProtect website, its apps and its programming interface.",
            ),
            definition("term-hostile", HOSTILE, HOSTILE),
        ],
        contacts: vec![
            Party {
                anchor: "anyprotect".into(),
                role: "Controller".into(),
                name: "AnyProtect, Inc.".into(),
                facts: vec![
                    fact("Website", vec![Inline::link("www.anyprotect.com", "https://www.anyprotect.com/")]),
                    fact(
                        "E-mail",
                        vec![Inline::link("privacy@anyprotect.example", "mailto:privacy@anyprotect.example")],
                    ),
                    fact(
                        "Address",
                        vec![
                            text("12 Example Street"),
                            Inline::Break,
                            text("Springfield"),
                            Inline::Break,
                            text("United States"),
                        ],
                    ),
                ],
            },
            Party {
                anchor: "officer".into(),
                role: "Data protection officer".into(),
                name: "Alex Example".into(),
                facts: vec![fact("Telephone", vec![Inline::link("+1 555 0100", "tel:+15550100")])],
            },
        ],
        footer: vec![vec![
            text("Earlier versions: "),
            Inline::link("23 January 2012", "https://www.anyprotect.com/privacy/2012-01-23"),
            text("."),
        ]],
        labels: Labels::default(),
    }
}

fn glance() -> Table {
    let cell = |phrases: &[&str]| phrases.iter().map(|phrase| vec![text(phrase)]).collect();
    let row =
        |cells: [&[&str]; 4]| Row { anchor: Anchor::default(), cells: cells.into_iter().map(cell).collect() };
    Table {
        anchor: Anchor::default(),
        caption: "Every kind of data that this policy mentions. The sections below say it in full.".into(),
        columns: vec!["What".into(), "Why".into(), "With whom".into(), "How long".into()],
        rows: vec![
            row([
                &["Name and contact details"],
                &["opening your account", "payment"],
                &["companies that work for us", "apps that you connect, with your consent"],
                &["while your account is open"],
            ]),
            row([
                &["Payment card"],
                &["payment"],
                &["companies that work for us"],
                &["while your account is open"],
            ]),
            row([
                &["Files"],
                &["storing and sharing them", "avoiding a second copy"],
                &["authorities, when the law requires it"],
                &["while another user has the same file"],
            ]),
            row([
                &["Log Data"],
                &["measuring how the Service is used", "technical administration", "checking permissions"],
                &["Google Analytics"],
                &["not stated"],
            ]),
            row([&["Precise location"], &["nothing: we do not collect it yet"], &["nobody"], &["not kept"]]),
            row([
                &["Approximate location"],
                &["improving our products"],
                &["companies that work for us"],
                &["as long as needed for the Service"],
            ]),
        ],
        remarks: Vec::new(),
    }
}

fn collection() -> Section {
    section(
        "collection",
        "What we collect and keep",
        vec![
            Item::Statement(Statement {
                more: vec![Block::list([
                    vec![text("your name,")],
                    vec![text("your telephone number,")],
                    vec![text("your e-mail address,")],
                    vec![text("your home and business postal addresses, and")],
                    vec![text("your "), term("payment card", "term-payment-card"), text(".")],
                ])],
                ..statement(
                    "collection.registration",
                    vec![text(
                        "When you register an account, we collect these from you, to run your account and to take payment:",
                    )],
                )
            }),
            Item::Statement(Statement {
                remarks: vec![remark("Optional", "You decide whether to give it.")],
                ..statement(
                    "collection.address-book",
                    vec![text(
                        "If you ask us to, we may collect your contacts from accounts that you connect, so that you can share files with them.",
                    )],
                )
            }),
            Item::Statement(statement(
                "collection.deduplication",
                vec![
                    text("We may combine your "),
                    term("files", "term-files"),
                    text(
                        " with files of other users, when a file is the same as one that we store already, to avoid keeping it twice.",
                    ),
                ],
            )),
            Item::Statement(statement(
                "collection.log-data",
                vec![
                    text("We collect "),
                    term("Log Data", "term-log-data"),
                    text(" from your device whenever you use the Service."),
                ],
            )),
            Item::Section(cookies()),
            Item::Statement(statement(
                "collection.unasked",
                vec![text("What you send us unasked, we delete when we notice it.")],
            )),
        ],
    )
}

fn cookies() -> Section {
    section(
        "collection.cookies",
        "Cookies",
        vec![
            Item::Table(Table {
                anchor: "collection.cookies.trackers".into(),
                caption: "Cookies that we put on your device".into(),
                columns: vec!["Cookie".into(), "Stores".into(), "Why".into(), "Lasts".into()],
                rows: vec![
                    Row {
                        anchor: "collection.cookies.persistent".into(),
                        cells: vec![
                            vec![vec![text("Persistent cookies")]],
                            vec![vec![text("your registration number")], vec![text("your password")]],
                            vec![vec![text("signing you in")]],
                            vec![vec![text("until you delete them")]],
                        ],
                    },
                    Row {
                        anchor: "collection.cookies.session".into(),
                        cells: vec![
                            vec![vec![text("Session cookies")]],
                            vec![vec![text("no personal data")]],
                            vec![
                                vec![text("enabling features")],
                                vec![text("understanding use")],
                                vec![text("advertising other products")],
                            ],
                            vec![vec![text("until you close the browser")]],
                        ],
                    },
                ],
                remarks: Vec::new(),
            }),
            Item::Statement(statement(
                "collection.cookies.refuse",
                vec![text(
                    "You can refuse cookies, or be asked before each one, in your browser's settings. Otherwise some parts of the Service may not work.",
                )],
            )),
        ],
    )
}

fn use_of_data() -> Section {
    section(
        "use",
        "How we use it",
        vec![
            Item::Prose(Prose {
                anchor: "use.principle".into(),
                remarks: Vec::new(),
                title: None,
                blocks: prose::parse(
                    "We use what we have **for the reasons below** and for no others.\nA reason that is not on this page needs a new version of it.",
                    &[],
                ),
            }),
            Item::Statement(statement(
                "use.no-gps",
                vec![
                    text("Our mobile apps "),
                    Inline::strong("do not yet"),
                    text(
                        " collect your precise location. Later they may, with your consent, to improve our products.",
                    ),
                ],
            )),
            Item::Statement(statement(
                "use.google",
                vec![
                    text("Google Analytics collects "),
                    term("Log Data", "term-log-data"),
                    text(" from your device, to measure how the Service is used."),
                ],
            )),
            Item::Link(Pointer {
                anchor: "use.google-opt-out".into(),
                remarks: Vec::new(),
                words: vec![Inline::link(
                    "Opt out of Google Analytics",
                    "https://tools.google.com/dlpage/gaoptout",
                )],
            }),
        ],
    )
}

fn sharing() -> Section {
    section(
        "sharing",
        "Whom we share it with",
        vec![
            Item::Statement(Statement {
                remarks: vec![Remark {
                    label: "Law".into(),
                    words: vec![Inline::link(
                        "GDPR Art. 28",
                        "https://eur-lex.europa.eu/eli/reg/2016/679/oj",
                    )],
                }],
                ..statement(
                    "sharing.provider-access",
                    vec![
                        text("We may share "),
                        term("personal information", "term-personal-information"),
                        text(
                            " with companies that work for us, only to help us to provide, analyse and improve the Service, under duties similar to this policy.",
                        ),
                    ],
                )
            }),
            Item::Statement(Statement::from_blocks(
                "sharing.legal-requests".into(),
                prose::parse(
                    "If we believe in good faith that it is needed, we may give {data} to the authorities and others:\n\n1. to obey the law,\n2. to protect a life,\n3. to prevent fraud, or\n4. to defend our property.\n\nBefore we give away your files, we remove *our* encryption.",
                    &[Slot {
                        name: "data".to_owned(),
                        words: vec![text("your "), term("files", "term-files")],
                    }],
                ),
            )),
            Item::Statement(statement(
                "sharing.sealed-files",
                vec![
                    text("We "),
                    Inline::strong("never"),
                    text(
                        " share files that you encrypted yourself in a form that anyone could read, because we cannot decrypt them. ",
                    ),
                    text("This holds despite "),
                    Inline::reference("legal requests", "sharing.legal-requests"),
                    text("."),
                ],
            )),
        ],
    )
}

fn keeping() -> Section {
    section(
        "keeping",
        "How long we keep it",
        vec![
            Item::Statement(statement(
                "keeping.while-active",
                vec![text(
                    "We keep personal data while your account is open or as long as needed to provide the Service, whichever is longer.",
                )],
            )),
            Item::Prose(Prose {
                anchor: "keeping.backups".into(),
                remarks: Vec::new(),
                title: Some("Backups".into()),
                blocks: prose::parse(
                    "Deleting takes time:\n\n- first from the running system;\n- then from backups, which\n\n  > may exist for a while after deletion.\n\n#### Where to look\n\nRun `anyprotect status` and read [the guide](https://www.anyprotect.com/guide_(backups)).\n\n    status: deleted\n\n***\n\nThat is all.",
                    &[],
                ),
            }),
        ],
    )
}

fn hostile() -> Section {
    section(
        "hostile",
        HOSTILE,
        vec![
            Item::Statement(Statement {
                remarks: vec![remark(HOSTILE, HOSTILE)],
                ..statement(
                    "hostile.\"onmouseover=\"alert(1)",
                    vec![
                        text(HOSTILE),
                        Inline::link("a link that is none", "javascript:alert(1)"),
                        text("\n# not a heading"),
                    ],
                )
            }),
            Item::Prose(Prose {
                anchor: "hostile.prose".into(),
                remarks: Vec::new(),
                title: Some(HOSTILE.into()),
                blocks: prose::parse(
                    "# A heading <img src=x onerror=alert(1)>\n\n<script>alert(1)</script>\n\n[run](javascript:alert(1)) [data](data:text/html,x) [here](#hostile) ![picture](https://example.com/p.png) <https://example.com/?a=1&b=2> and a word of two hundred letters: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                    &[],
                ),
            }),
        ],
    )
}

fn section(anchor: &str, title: &str, items: Vec<Item>) -> Section {
    Section { anchor: anchor.into(), title: title.into(), items, ..Section::default() }
}

fn statement(anchor: &str, lead: Vec<Inline>) -> Statement {
    Statement { anchor: anchor.into(), lead, ..Statement::default() }
}

fn remark(label: &str, words: &str) -> Remark {
    Remark { label: label.into(), words: vec![text(words)] }
}

fn definition(anchor: &str, term: &str, meaning: &str) -> Definition {
    Definition { anchor: anchor.into(), term: term.into(), meaning: vec![text(meaning)], remarks: Vec::new() }
}

fn date(label: &str, value: &str, datetime: &str) -> Fact {
    Fact { label: label.into(), value: vec![text(value)], datetime: Some(datetime.into()) }
}

fn fact(label: &str, value: Vec<Inline>) -> Fact {
    Fact { label: label.into(), value, datetime: None }
}

fn text(words: &str) -> Inline {
    Inline::text(words)
}

fn term(words: &str, anchor: &str) -> Inline {
    Inline::term(words, anchor)
}
