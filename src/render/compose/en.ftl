# Every fixed word of the page in English, and the frames of its sentences.
#
# A frame gets the parts of a sentence as phrases which are composed already; a part that the sentence lacks is empty.
# Spaces and commas around an empty part disappear, the first letter becomes a capital, and the full stop is put at the end.
# Words which an author wrote never pass through here: a frame sees them as marks that cannot be read.
#
# STRONG("…") stresses words; LOWER($x) takes a heading into the middle of a sentence.

## The page

direction = ltr
skip = Skip to the policy
contents = Contents
glance = At a glance
glossary = Definitions
contacts = Contact
permalink = Permanent link
untitled = Privacy policy
# What a document can be called by its title, and what the frames call it then.
documents = policy notice statement
this-document = this { $document ->
   *[policy] policy
    [notice] notice
    [statement] statement
}

effective = Effective
updated = Last updated
posted = Posted
version = Version
law = Written for the law of
supplements = Supplements
supplemented-by = Supplemented by
earlier = Earlier versions

covers = This policy covers { $channels }
does-not-cover = It does not cover { $channels }
see = { $number ->
    [singular] For that, see { $link }
   *[plural] For these, see { $link }
}
accepted = You accept this policy when { $events }
acknowledged = You confirm that you have read this policy when { $events }

date = { $region ->
    [US] { month } { $day }, { $year }
   *[other] { $day } { month } { $year }
}
month = { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}

role = { $role ->
   *[controller] { $word ->
       *[of-data] Controller
        [of-information] Responsible for your personal information
    }
    [joint-controller] { $word ->
       *[of-data] Joint controller
        [of-information] Responsible together with us
    }
    [representative] { $placed ->
        [yes] Representative in { $regions }
       *[no] Representative
    }
    [data-protection-officer] Data protection officer
    [authority] Supervisory authority
}
attribute = { $key ->
   *[other] { $other }
    [address] Address
    [contact] Contact
    [country] Country
    [email] E-mail
    [fax] Fax
    [form] Form
    [opt-out] How to opt out
    [policy] Privacy policy
    [phone] Telephone
    [registration] Registration
    [website] Website
}

note = Note
example = For example
cites = Law

quote = “{ $words }”
defined = “{ $word }”
means = means { $meaning }
means-quoted = means { $meaning }
# Words at the start of a definition which do not keep their capital behind “means”.
lower-words = a an the all any each every what whatever whichever whoever somebody something information files people companies

## At a glance

glance-caption = This table sums up the sections below, which say it in full.
glance-caption-all = This table sums up the sections below, which say it in full. What the first row says holds for all of its data, also for data that has a row of its own.
glance-caption-these = What a row “All of these” says holds for each of the rows below it, up to the next heading; those rows say what there is besides.
glance-caption-none = A dash means that this policy states nothing of the kind: no purpose, nobody who gets the data, no period.
glance-caption-trackers = Cookies and similar technologies are not in this table; they have a table of their own.
# Beside a column “How long”: what people can have deleted stands in no cell.
glance-caption-request = What people can have deleted by asking for it is not in this table; the sections say it.
glance-as-all = as in the first row
# What the first row says is no period, but a reason to keep the data longer, or to delete those of some people.
glance-only-as-all = nothing but what the first row says
# In the first row, where it says nothing of all data and others say something.
glance-below = as far as it is stated below
# A row for all the rows of a group, what they say there, and what it says where they differ.
glance-all-these = All of these
glance-as-these = as for all of these
glance-as-below = as stated for each of them
glance-what = What
glance-why = Why
glance-with = With whom
glance-how-long = How long
glance-nothing = not stated
# In the table at a glance, whose caption says what it means.
glance-dash = —
# Every disclosure is ruled out.
glance-nobody = nobody
# In place of a purpose of the company's own, where data are only given to others.
glance-as-given = as stated under “{ glance-with }”
# The same, where these collect the data themselves.
glance-as-collected = others collect it: see “{ glance-with }”
glance-as-kept = as stated under “{ glance-how-long }”
# Beside purposes that are stated: something else is done with the data as well.
glance-no-purpose = a purpose that is not stated
# Many of one kind.
glance-group = { $kind }: { $list }
glance-condition = { $what } ({ $conditions })
# Several that are narrowed alike.
glance-each = { $list } (each: { $conditions })
# Whose data, behind a recipient or a purpose, and what else narrows it.
glance-data-of = data of { $persons }
glance-apart = { $rest }; { $next }
# Under what alone something is done for a purpose: “used only with your written consent”.
glance-proviso = { $deeds ->
    [collecting] collected { STRONG("only") } { $facts }
    [using] used { STRONG("only") } { $facts }
   *[all] { STRONG("only") } { $facts }
}
glance-proviso-of = { $deeds ->
    [collecting] data of { $persons } collected { STRONG("only") } { $facts }
    [using] data of { $persons } used { STRONG("only") } { $facts }
   *[all] data of { $persons } { STRONG("only") } { $facts }
}
glance-proviso-never = { STRONG("not") } collected of { $persons }
# Nobody gives it to them.
glance-collected = collecting it directly
# Behind how long data are kept: a deletion that nobody has to ask for.
glance-deleted = deleted { $when }
# What is never kept longer than that.
glance-limit = not { $ends }
# A deletion, and what it leaves.
glance-except = { $deleted }, except what is kept { $kept }
# Other data are worked out from the data of the row.
glance-derived = working out { $data }
glance-derived-for = working out { $data } { $purpose }
# What no other row holds of some data.
glance-others = other { $data }
glance-by = by { $actor }
glance-form-not = { STRONG("not") } in { $form-label } form
glance-form = { STRONG("only") } in { $form-label } form

## Tables that the author places

table-by-purpose = The purposes for which we use { personal }, and for each of them the data, the legal basis, the recipients, and how long the data is kept.
table-by-category = The categories of { personal } that we collect, and for each of them the sources, the purposes, to whom it is disclosed, sold or shared, and how long it is kept. “Shared” means here: disclosed for { $shared-for }.
table-by-recipient = Who gets { personal } from us, what they get and why, and under which safeguards.
table-general = { $caption } What the first row says holds for all of its data, in whichever row they stand.
# Behind the caption: the time before the date of the policy.
table-preceding = { $caption } This holds for the { $period } before { $date } as well.
table-preceding-undated = { $caption } This holds for the preceding { $period } as well.
# In place of a table without rows.
table-nothing = { $by ->
    [purpose] This policy names no purpose for which we use { personal }.
    [category] This policy names no { personal } that we collect.
   *[recipient] This policy names nobody who gets { personal } from us.
}
table-undecided = What this policy means could not be worked out, so that there is no table here.
table-purpose = Purpose
table-data = { personal }
table-basis = Legal basis
table-recipients = Recipients
table-how-long = How long
table-sources = Sources
table-purposes = Purposes
table-disclosed = Disclosed to
table-sold-or-shared = Sold or shared
table-recipient = Recipient
table-role = Role
table-country = Country
table-gets = What they get
table-safeguards = { $has-transfers ->
    [yes] Ground for the transfer, safeguards
   *[no] Safeguards
}
# A basis on which something else is done than what the other bases are for.
table-basis-of = { $deed ->
   *[use] for using it: { $bases }
    [sharing] for disclosing it: { $bases }
    [keeping] for keeping it: { $bases }
}
table-derived = worked out from { $data }
# In place of purposes, which stand in other columns.
table-as-under = as stated under { $columns }
table-quoted = “{ $column }”
table-sold-to = sold to { $what }
table-shared-with = shared with { $what }
table-neither = no
table-not-sold = not sold
table-not-shared = not shared
table-sale-unstated = whether it is sold is not stated
table-sharing-unstated = whether it is shared is not stated
table-sold-data = { $data }, which they buy
# What somebody is towards the company.
table-role-of = { $towards ->
    [own-people] works for us
    [processor] { $word ->
        [of-information] service provider
       *[of-data] processor
    }
    [joint-controller] joint controller
   *[third-party] third party
}
# In the eyes of European law.
table-place = { $place ->
    [inside] no transfer to a third country
   *[adequate] adequate protection there
}
# The categories of Cal. Civ. Code 1798.140(v)(1), by their letters.
table-category = { $code ->
    [A] Identifiers
    [B] Customer records (Cal. Civ. Code 1798.80(e))
    [C] Characteristics of protected classifications
    [D] Commercial information
    [E] Biometric information
    [F] Internet or other electronic network activity information
    [G] Geolocation data
    [H] Audio, electronic, visual, thermal, olfactory, or similar information
    [I] Professional or employment-related information
    [J] Education information
    [K] Inferences
   *[L] Sensitive personal information
}
# The sensitive personal information of Cal. Civ. Code 1798.140(ae), in its order.
table-sensitive = { $code ->
    [S1] government identifiers
    [S2] account log-in or financial account with what gives access to it
    [S3] precise geolocation
    [S4] racial or ethnic origin, citizenship or immigration status, beliefs or union membership
    [S5] contents of messages to others
    [S6] genetic or neural data
    [S7] biometric information that identifies
    [S8] health
   *[S9] sex life or sexual orientation
}
table-category-sensitive = { $category }; sensitive personal information: { $sensitive }
table-of-everything = All categories

## Trackers

trackers = Cookies and similar technologies
tracker-name = Name
tracker-kind = Kind
tracker-stores = What it stores
tracker-why = Why
tracker-lasting = How long it lasts
tracker-by = Set by
tracker-notes = More
tracker-none = not stated
tracker-stores-no = no { $data }
tracker-only = { $what }, and { STRONG("nothing else") }
tracker-line = { $heading }: { $what }.
tracker-us = us
tracker-set = Set { $facts }
tracker-opt-out = Opt out
tracker-policy = Privacy policy
tracker-domain = Domain: { $value }
tracker-pattern = Names: { $value }
lifetime = { $lifetime ->
   *[session] until you close your browser
    [persistent] persistent
    [unknown] { tracker-none }
}

## Definitions of terms

term-includes = This includes { $list }
term-means = This means { $list }, and nothing else
term-may-contain = This can contain { $list }
# What it is a kind of.
term-kind = { $kind ->
    [condition] This is one case in which { $list }
    [basis] This is a case of { $list }
    [event] This is one way in which { $list }
    [consent] Counts as “{ $list }”
    [purpose] This is part of { $list }
    [region] Lies in { $list }
    [right] Counts as “{ $list }”
    [data] Part of { $list }
   *[other] { $number ->
       *[singular] Counts as { $list }
        [plural] Count as { $list }
    }
}
term-among = { $number ->
   *[singular] Counts among { $list }
    [plural] Count among { $list }
}
term-outlasts-deletion = Data that is needed for this is kept even if its deletion is asked for
# What is declared of a term of the policy: of an event, a right, a topic or a recipient.
term-effect = { $effect ->
    [ends] From then on, this is over: { $list }
    [deletes-on] Whoever uses it has data deleted just as when { $list }
    [deletes-about] It deletes the data of { $list }
    [stops] Once you use it, we no longer { $list } what it is about
    [stops-for] It stops what is done for { $list }
    [stops-based-on] It stops what is based on { $list }
    [stops-with] It stops what is done { $list }
    [stops-except-for] It does not stop what is done for { $list }
    [stops-except-with] It does not stop what is done { $list }
    [done-by] This means that we { $list } data
    [done-for] Only what is done for { $list } counts
    [done-about] Only what is about { $list } counts
    [done-with] Only { $list } counts
    [done-abroad] Only what leaves the region of the law of this policy counts
    [done-by-trackers] It is also done by { $list }
    [done-by-others] Only what others do on our pages counts
    [shown-by-measures] There is such a thing where data are protected by { $list }
    [shown-by-safeguards] There is such a thing where recipients are bound by { $list }
    [forbids] Whoever is bound by it may not { $list } the data
    [forbids-for] This means only what is done for { $list }
   *[country] Country: { $list }
}
term-excludes = { $kind ->
    [subject] Nobody counts as this and as { $list }
    [condition] This is never so while { $list }
    [event] This is never when { $list }
    [consent] Where this is so, nothing counts as done “{ $list }”
   *[other] Never together with { $list }
}

## Lists

list = { $rest }, { $next }
# “long” where an item holds the joining word itself.
list-end = { $join ->
   *[and] { $length ->
        [long] { $rest }, and { $last }
       *[short] { $rest } and { $last }
    }
    [or] { $length ->
        [long] { $rest }, or { $last }
       *[short] { $rest } or { $last }
    }
}
joining-words = and or
except = { $list } other than { $except }
following = { $kind ->
   *[data] the following
    [purpose] the following purposes
    [recipient] the following
}
sentence-before-list = { $sentence }:

## Data

data = { $owner ->
    [yours] your { $data }
    [theirs] their { $data }
    [the] the { $data }
   *[nobody] { $data }
}
# In brackets behind a clause: “the page that they came from (pupils and students)”.
data-of = { $clause ->
    [yes] { $data } ({ $whom })
   *[no] { $data } of { $whom }
}
only-data = { STRONG("only") } { $data }
# Nothing else, and these in no other form.
only-data-in-form = { STRONG("only") } { $data }, and only { $form ->
   *[other] in { $form-label } form
    [phrase] { $form-label }
},
# A label that begins with one of these needs nothing before it.
determiners = a an the any all no every each your our their its
# A label that begins with one of these is a clause, which takes no article: “we keep what you rent”.
opening-words = what where when which who whom whose why how whether
# A label that holds one of these words says by itself whose or which it is.
owning-words = you your yours yourself we our us ours from about
# Of several things whose label holds one of these there can be none: “we never collect inferences about you”.
loose-words = about from
# A label that says whose it is and begins with one of these stands for any number of them, and needs no article.
uncounted-words = information details records recordings readings scans pictures appraisals transcripts video
# A defined term that ends with one of these stands without an article: “we protect Account Data”.
bare-words = data information content activity progress behaviour behavior details identifiers records files messages
form = { $form ->
   *[other] { $data } in { $form-label } form
    [phrase] { $data } { $form-label }
}
# Among data in other forms, so that nobody reads it of those.
form-among-others = { $form ->
   *[other] { $data } (in { $form-label } form{ and-other-forms })
    [phrase] { $data } ({ $form-label }{ and-other-forms })
}
form-alone = { $form ->
   *[other] in { $form-label } form{ and-other-forms }
    [phrase] { $form-label }{ and-other-forms }
}
# Of data that are taken out of what is permitted, or prohibited.
and-other-forms = { $taken-out ->
    [more] { " " }or in any form that reveals more
    [less] { " " }or in any form that reveals less
   *[that] { "" }
}
# The people to whom a notice says “you”, and the source that they are.
addressed-subjects = users
you = you
words-to-reader = you your yours yourself yourselves
# Words to the reader, said of others.
of-them = { $word ->
   *[other] { $word }
    [you] { $place ->
        [object] them
       *[subject] they
    }
    [your] their
    [yours] theirs
    [yourself] themselves
    [yourselves] themselves
}
# Words of others, said to them.
to-them = { $word ->
   *[other] { $word }
    [they] you
    [them] you
    [their] your
    [theirs] yours
    [themselves] yourselves
}
words-of-them = they them their theirs themselves
# In a label, behind one of these stands whose the data are.
words-before-whom = of about
you-is-object-behind = for with to about from of by on at against among tell know resemble contact give let ask show sending signing showing reminding calling finding
# Under the heading of a section that speaks to them.
readers = This section is for { $whom }
in-region = { $whom } { $place }
# Behind several, where all of them are.
in-region-each = { $whom } ({ $join ->
    [and] all { $place }
   *[or] { $place }
})
whom-only = { $whom }, and of { STRONG("no one else") },
whom-alone = { STRONG("only") } { $whom }

any-data = { $trait ->
   *[none] data { about }
    [personal] { $definite ->
        [yes] { $person ->
           *[you] your
            [them] their
        } { personal }
       *[no] { $article } { personal } { about }
    }
    [identifying] { $article } information that identifies { person }
    [sensitive] { $article } sensitive information { about }
    [special-category] { $article } { special-category } { about }
    [public] { $article } public information { about }
}
any-data-not = { $trait ->
   *[none] data
    [personal] information { about-others } that is not personal
    [identifying] information that does not identify { person }
    [sensitive] information { about } that is not sensitive
    [special-category] information { about } that is not specially protected
    [public] information { about } that is not public
}
# The word of the law under which the policy stands. In a form that is about nobody any more, it is only information.
personal = { $word ->
   *[of-data] personal data
    [of-information] personal information
    [impersonal] information
}
special-category = { $word ->
   *[of-data] special categories of personal data
    [of-information] specially protected information
    [impersonal] specially protected information
}
# Where the law speaks of personal information and not of personal data.
laws-of-personal-information = us canada australia new-zealand japan china south-africa
the-data = the
# The same for a policy that names no law.
regions-of-personal-information = US CA AU NZ ZA
about-others = { $person ->
    [them] about them
    [other] about { $whom }
   *[nobody] { "" }
}
about = { $person ->
    [you] about you
    [them] about them
    [other] about { $whom }
   *[nobody] { "" }
}
person = { $person ->
    [you] you
    [them] them
    [other] { $whom }
   *[nobody] a person
}
no-data = { $trait ->
   *[none] data
    [personal] { personal }
    [identifying] information that identifies you
    [sensitive] sensitive information
    [special-category] { special-category }
    [public] public information
}

any = { $kind ->
    [purpose] any purpose
    [recipient] anyone
    [subject] anyone
    [source] any source
    [channel] any channel
    [region] any country
    [event] anything
    [right] use any right over
    [measure] any measure
    [safeguard] any safeguard
   *[other] anything
}

## Clauses

source = { only } from { $list }
channel = { only } { $list }
# A channel behind the word that it takes: “by e-mail”.
led-by = { $preposition } { $channels }
through = through
# The words that an author may write before channels.
prepositions = through by via in on at with using
named-channel = { $has-noun ->
    [yes] the { $name }
   *[no] the { $noun } { $name }
}
purpose = { only } for { $list }
recipient = { only } with { $list }
recipient-of-sale = { only } to { $list }
region = { only } { $list }
# The same before the data, where words that follow it could belong to somebody or something in them.
region-aside = , { only } { $list },
recipient-in = { $recipients } { $place }
# Where something is: in some regions, or anywhere but there.
place-in = in { $regions }
place-outside = outside { $regions }
# “again” where another part of the sentence is an “only” already.
only = { $only ->
    [yes] { STRONG("only") }
    [again] , and { STRONG("only") }
   *[no] { "" }
}
exception = , except { $exceptions }
exception-stated = as stated in { $statements }
exception-if = { $facts } ({ $see })
exception-for = for { $what } { $facts } ({ $only } { $see })
exception-only = { STRONG("only") } { $facts },
# Of a deletion, or a right to it: “your name that we keep for taxes (see below)”.
exception-kept = { $whole ->
    [yes] what we keep
   *[no] { $data } that we keep
} { $purpose } { $facts } ({ $only } { $see })
# Behind a promise: “as stated below on the sharing of your files”.
exception-on = as stated { $place } on { $what }
# Where a statement stands that has no title.
see-here = see { $place }
see-section = see { $section }
in-section = in { $section }
above = above
below = below
statement-on = our statement on { $what }
# A statement of another section, so that a reader of the printed page finds it too.
reference-in = { $statement } ({ $section })
# In place of its title, for what stands in it.
this-section = this section
# Several of one section.
references-in = { $statements } ({ $number ->
    [two] both
   *[more] all
} in { $section })
exception-elsewhere = , except as this policy says elsewhere
exception-alone = This does not hold where { $statements } says otherwise
exception-elsewhere-alone = This does not hold where this policy says otherwise
because = , because { $reason }
because-alone = The reason: { $reason }
otherwise = Otherwise, { $consequence }
# Behind what is optional.
otherwise-optional = If you do not, { $consequence }
# Behind a choice: what happens to the person who uses it.
otherwise-choice = If you do, { $consequence }
necessity = { $necessity ->
    [required] Providing this is required
   *[optional] Providing this is optional
}
later = , but may do so later { $channel } { $facts } { $purpose }
later-alone = This may change later { $channel } { $facts } { $purpose }
# Any of the grounds is enough; whether it is given is for a court to say.
bases = Legal basis: { $bases }
# A ground that a law asks for besides: “our contract with you; and, for specially protected data, legal claims”.
bases-besides = { $place ->
    [first] { "" }
    [between] { $before };
   *[last] { $before }; and,
} { $matter }, { $bases }
# What a law asks for besides a legal basis, where only that is named: “Ground for the automated decision: your consent”.
ground = Ground { $matter }: { $bases }
# A basis of the policy's own, in the words of what it is a case of.
basis-of-kind = { $kind }, namely { $basis }
# The same of what stands under a heading.
bases-of-section = { $all ->
   *[yes] The legal basis of what this section says is { $bases }
    [no] Unless stated otherwise, the legal basis of what this section says is { $bases }
}
interest = { $basis } ({ $interest })
basis-in-law = { $basis } ({ $article })
kept = This is kept { $ends }
# Behind a deletion, or a right to it: what must be kept. Where it is named, the deletion is one of several rights; behind
# limits of its own, “then” would be read of these.
kept-all-the-same = { $when ->
    [asked] Even if deletion is asked for
    [despite] All the same
   *[then] Even then
}, we keep data { $stated }

## Facts

fact = { $kind ->
    [event] when { $list }
    [condition] if { $list }
    [consent] { $list }
    [safeguard] under { $list }
   *[other] { $list }
}
fact-not = { $kind ->
    [event] unless { $list }
    [condition] unless { $list }
    [consent] except { $list }
    [safeguard] without { $list }
   *[other] except { $list }
}
# The same among alternatives, and behind “except” and “only”.
fact-not-so = { $kind ->
    [event] if it is not the case that { $list }
    [condition] if it is not the case that { $list }
    [safeguard] without { $list }
   *[other] if this is not done { $list }
}
# A consent that must not be older. The comma behind it parts what follows from how long it is good.
fact-given = { $fact }, which lapses after { $period },
fact-either = either { $fact }
fact-and-not = { $facts }, { $not }
fact-front = { $facts },
fact-under = , { $facts }
fact-only = { $only ->
    [again] , and
   *[yes] , but
} { STRONG("only") } { $facts }
fact-only-not = { $only ->
    [again] , and
   *[yes] , but
} { STRONG("not") } { $facts }
fact-only-alone = { STRONG("only") } { $facts }
fact-unless = , unless { $facts }
# Of what is not done: “never … without your consent”.
fact-without = { $facts }
fact-except = , except { $facts }
# Facts of which one is enough, behind the sentence.
alternatives = { $word }
alternatives-only = { $only ->
    [again] , and
   *[yes] , but
} { STRONG("only") } { $word }
alternative = { $fact }{ $place ->
    [before] ;
    [before-last] ; or
   *[last] .
}
with-alternatives = { $sentence }{ $apart ->
    [yes] ,
   *[no] { "" }
} { $lead } { $alternatives }

while = { $kind ->
    [consent] as long as we act { $list }
    [safeguard] as long as it is under { $list }
   *[other] while { $list }
}
while-not = { $kind ->
    [consent] as long as we do not act { $list }
    [safeguard] as long as it is not under { $list }
   *[other] as long as it is not the case that { $list }
}

## Time

period = { $unit ->
    [minutes] { $amount ->
        [one] { $amount } minute
       *[other] { $amount } minutes
    }
    [hours] { $amount ->
        [one] { $amount } hour
       *[other] { $amount } hours
    }
   *[days] { $amount ->
        [one] { $amount } day
       *[other] { $amount } days
    }
    [business-days] { $amount ->
        [one] { $amount } business day
       *[other] { $amount } business days
    }
    [weeks] { $amount ->
        [one] { $amount } week
       *[other] { $amount } weeks
    }
    [months] { $amount ->
        [one] { $amount } month
       *[other] { $amount } months
    }
    [years] { $amount ->
        [one] { $amount } year
       *[other] { $amount } years
    }
}
# What is said of the length alone, where nothing is kept; the sentence does not need it.
end-at-all = not at all
end-indefinitely = without a time limit
end-for = { $bound ->
   *[exactly] for { $period } { after }
    [up-to] for up to { $period } { after }
    [at-least] for at least { $period } { after }
    [longer] for longer than { $period } { after }
}
# Behind the form of a stage: how long after the end of the stage before.
end-more = { $bound ->
   *[exactly] for another { $period }
    [up-to] for up to another { $period }
    [at-least] for at least another { $period }
}
after = { $start ->
    [event] after { $event }
   *[collection] after collection
}
end-until = until { $event }
end-needed = for as long as needed for { $purposes }
end-needed-any = for as long as the purposes need it
end-its-purposes = for as long as needed for the purposes for which the data was collected
ends = { $ends }, whichever { $measure ->
   *[length] is { $whichever ->
       *[longer] longer
        [shorter] shorter
    }
    [span] { $whichever ->
       *[longer] ends last
        [shorter] ends first
    }
    [moment] { $whichever ->
       *[longer] is later
        [shorter] comes first
    }
}
stages = { $stages }, and then { $form } { $ends }
timing = { $timing ->
   *[promptly] promptly
    [within] within { $period }
    [before] at least { $period } before
    [beforehand] beforehand
}
# When something is done, and how soon.
on-event = { $timing ->
   *[none] when { $event }
    [promptly] promptly when { $event }
    [within] within { $period } { after }
    [before] at least { $period } before { $event }
    [beforehand] before { $event }
}

## Sentences about data

we = we
modal = { $modality ->
   *[plain] { "" }
    [may] may
    [currently] currently
    [try-to] { $number ->
        [singular] tries to
       *[plural] try to
    }
    [never] { STRONG("never") }
    [never-knowingly] { STRONG("never knowingly") }
    [do-not-yet] { $number ->
        [singular] { STRONG("does not yet") }
       *[plural] { STRONG("do not yet") }
    }
}
# `lead` is what would cling to a wrong noun behind the verb.
start = { $front } { $lead } { $actor } { modal } { $soon }
lead = { $phrase },
# Before data behind which people cannot stand: “as regards pupils, we keep the page that they came from”.
lead-whom = as regards { $whom },
# Where others than the person are sources as well.
source-again = from { $source }
source-apart = , { $source },
# Words that begin a clause: what stands behind one could belong to it.
clause-words = that which who whom what where when after
that-person = that person
finish = { $channel } { $purpose } { $under } { $only } { $unless } { $because } { $exception } { $later }

finish-without-channel-and-purpose = { $under } { $only } { $unless } { $because } { $exception } { $later }

# Verbs that can be joined before one object.
word-collect = { $form ->
    [singular] collects
   *[base] collect
}
word-use = { $form ->
    [singular] uses
   *[base] use
}
word-view = { $form ->
    [singular] looks at
   *[base] look at
}
# “Share with” when it stands alone, but one could use and share something with somebody.
word-disclose = { $form ->
    [singular] discloses
   *[base] disclose
}
word-sell = { $form ->
    [singular] sells
   *[base] sell
}
word-publish = { $form ->
    [singular] publishes
   *[base] publish
}
joined = { start } { $deeds }{ $length ->
    [long] ,
   *[short] { "" }
} { finish }
# What is done with clauses of its own: “disclose this information to partners”.
deed = { $verbs } { $aside } { $about ->
    [others] { $source } { $data }
   *[reader] { $data } { $source }
} { $region } { $recipient }
this-information = this information

collect = { start } { word-collect } { $about ->
    [others] { $source } { $data }
   *[reader] { $data } { $source }
} { finish }
derive = { start } { $found ->
   *[worked-out] { $form ->
        [singular] works out
       *[base] work out
    }
    [drawn] { $form ->
        [singular] draws
       *[base] draw
    }
} { $aside } { $data } from { $second } { finish }
combine = { start } { $form ->
    [singular] combines
   *[base] combine
} { $aside } { $data } { $same ->
    [yes] { "" }
   *[no] with { $second }
} { finish }
# Data that are combined with themselves: those that we have.
data-held = { $data } that we hold
any-data-held = { $trait ->
   *[none] the data that we hold { about }
    [personal] the { personal } that we hold { about }
    [identifying] the information that we hold and that identifies { person }
    [sensitive] the sensitive information that we hold { about }
    [special-category] the { special-category } that we hold { about }
    [public] the public information that we hold { about }
}
use = { start } { word-use } { $aside } { $data } { $region } { $purpose } { $channel } { finish-without-channel-and-purpose }
view = { start } { $form ->
    [singular] looks
   *[base] look
} { $aside } at { $data } { $region } { finish }
decide = { start } { $form ->
    [singular] lets
   *[base] let
} a computer program { $about-what ->
   *[stated] decide { $matter } { $aside } from
    [nowhere] make decisions { $aside } on the basis of
} { $data } { $region } { $article } { finish }
article = ({ $words })
train = { start } { $form ->
    [singular] trains
   *[base] train
} { $matter } { $aside } on { $data } { $region } { finish }
train-models = models
require = { start } { $form ->
    [singular] requires
   *[base] require
} { $data } { finish }
store = { start } { $form ->
    [singular] stores
   *[base] store
} { $aside } { $data } { $region } { finish }
# Where a law keeps “share” for one kind of disclosure, any other is “disclosed”.
disclose = { start } { $deed ->
    [disclose] { word-disclose }
   *[share] { $form ->
        [singular] shares
       *[base] share
    }
} { $data } { $recipient }{ apart } { finish }
sell = { start } { word-sell } { $data } { $recipient }{ apart } { finish }
# What is never done for a purpose is not done for that one: no comma makes a promise without it.
apart = { $apart ->
   *[yes] ,
    [no] { "" }
}
publish = { start } { word-publish } { $data } { finish }
retain = { start } { $form ->
    [singular] keeps
   *[base] keep
} { $data } { $ends } { finish }
delete = { start } { $form ->
    [singular] deletes
   *[base] delete
} { $data } { $event } { finish }
protect = { start } { $form ->
    [singular] protects
   *[base] protect
} { $data } { $states } { $channel }{ $where ->
    [stated] , using
   *[nowhere] { " " }using
} { $measures } { $purpose } { $under } { $only } { $unless } { $because } { $exception } { $later }
state-of-protection = { $state ->
   *[in-transit] in transit
    [at-rest] at rest
    [in-use] in use
}

## Other sentences

notify = { start } { $form ->
    [singular] tells
   *[base] tell
} { $subjects } { $channel } { $event } { $concerning } { finish-without-channel }
finish-without-channel = { $purpose } { $under } { $only } { $unless } { $because } { $exception } { $later }
bind = { start } { $form ->
    [singular] binds
   *[base] bind
} { $recipients } by { $duties } { $concerning } { finish }
# What is claimed of topics: “sell no data”, or “have no warranty” where a topic has no words of its own for it.
have-no = { $front } { $actor } { modal } { $claims } { $concerning } { finish }
have-no-topics = { $form ->
    [singular] has
   *[base] have
} no { $topics }
# The data and the people that all of this is about.
concerning = { $verb ->
    [notify] , as regards { $what },
    [offer] , as regards { $what },
    [have-no] concerning { $what }
    [disclaim] concerning { $what }
   *[other] as regards { $what }
}
topic = { LOWER($topic) }
state = { $front } { $actor } { modal } { $claims } { $concerning } { finish }
state-topics = { $form ->
    [singular] states
   *[base] state
}, on { $topics }, that this is so
disclaim = { $front } { $actor } { modal } { $claims } { $concerning } { finish }
disclaim-topics = { $form ->
    [singular] gives
   *[base] give
} no promise on { $topics }
advise = { $front } { $actor } { modal } { $form ->
    [singular] asks
   *[base] ask
} you { $claims } { $concerning } { finish }
advise-topics = to take care as regards { $topics }

## Offers

# What a person can do; the frame depends on who offers it and how surely.
offer = { $front } { $case }, { $offered } { $concerning } { $purpose }{ $apart ->
    [yes] ,
   *[no] { "" }
} { $channel } { $under } { $only } { $unless } { $because } { $exception } { $later }
# What can be done, without the rights that are taken out of it again.
rights-except = { $rights }, other than to { $except },
# Before a list of the rights, or of what they are about.
offer-list = { $front } { $channel } { $offered } { $concerning } { $purpose } { $under } { $only } { $unless } { $because } { $exception } { $later }
# What the words of a right do not say of themselves: for what else it does not hold.
offer-purpose = , as far as this is for { $list }
can = { $actor-kind ->
   *[we] { $modality ->
       *[plain] { $who } can
        [may] { $who } may be able to
        [currently] { $who } can currently
        [try-to] we try to let { $who }
        [never] { $who } { STRONG("cannot") }
        [never-knowingly] { $actor } { modal } let { $who }
        [do-not-yet] { $who } { STRONG("cannot yet") }
    }
    [recipient] { $actor } { modal } { $form ->
        [singular] lets
       *[base] let
    } { $who }
} { $what }
asks = ask { $actor-kind ->
   *[we] us
    [recipient] { $actor }
} { $what }
asks-to = { $way ->
    [yes] ask, { $channel }, to { $what }
   *[no] ask to { $what }
}
# With which words begins what is asked for where it is a thing, and nothing that is done.
words-before-things = for which
out-of = opt out of { $what }
out-of-again = of { $what }
objects-to = object to { $what }
objects-to-again = to { $what }
# “to correct or delete your name”
offer-does = to { $verbs } { $data }
offer-object = { $right } { $object }
# The words of a law for a right, which the reader finds elsewhere as a link.
right-called = { $rights } ({ $called })
each-of-the-following = each of the following
data-of-statements = the data concerned in { $statements }
of-data = of { $data }
# What a right is about that names no data.
offer-anything = { $person ->
    [other] the data about { $whom }
   *[you] what we hold about you
}
it = { $number ->
    [plural] them
   *[singular] it
}
its = { $number ->
    [plural] their
   *[singular] its
}
# A tracker by its name: “the cookie _ga”.
tracker-named = the { $noun } { $name }
offer-whom = { $offered ->
   *[yes] This is open to { $whom }
    [no] This applies to { $whom }
}
offer-timing = { $timing ->
   *[promptly] We act on this promptly
    [within] We act on this within { $period }
    [before] We act on this at least { $period } before
}
# What a statement says, as the object of a right.
what-collect = { $actor-kind ->
   *[we] our collection of { $data }
    [recipient] the collection of { $data } by { $actor }
} { $purpose }
what-derive = { $actor-kind ->
   *[we] our working out { $aside } of { $data } from { $second }
    [recipient] the working out { $aside } of { $data } from { $second } by { $actor }
} { $purpose }
what-combine = { $actor-kind ->
   *[we] our combination { $aside } of { $data } with { $second }
    [recipient] the combination { $aside } of { $data } with { $second } by { $actor }
} { $purpose }
what-use = { $actor-kind ->
   *[we] our use { $aside } of { $data } { $region }
    [recipient] the use { $aside } of { $data } { $region } by { $actor }
} { $purpose }
what-view = { $actor-kind ->
   *[we] our looking { $aside } at { $data } { $region }
    [recipient] access { $aside } to { $data } { $region } by { $actor }
} { $purpose }
what-decide = decisions based { $aside } on { $data } { $region } { $purpose }
what-train = { $actor-kind ->
   *[we] the training of { $matter } { $aside } on { $data } { $region }
    [recipient] the training of { $matter } { $aside } on { $data } { $region } by { $actor }
} { $purpose }
what-store = { $actor-kind ->
   *[we] our storage { $aside } of { $data } { $region }
    [recipient] the storage { $aside } of { $data } { $region } by { $actor }
} { $purpose }
what-disclose = { $actor-kind ->
   *[we] our { $deed ->
        [disclose] disclosure
       *[share] sharing
    } of { $data } { $recipient }
    [recipient] the { $deed ->
        [disclose] disclosure
       *[share] sharing
    } of { $data } { $recipient } by { $actor }
} { $purpose }
what-sell = the sale of { $data } { $recipient } { $purpose }
what-publish = the publication of { $data } { $purpose }
what-retain = the keeping of { $data } { $purpose }
what-notify = the notices given when { $events }
what-require = our demand for { $data } { $purpose }
what-delete = the deletion of { $data }
what-offer = your right to { $rights }
what-offer-not = the limits of your right to { $rights }
what-protect = the protection of { $data }
what-bind = the duties of { $recipients }
what-claim = { $topics }
# A choice that a person has used, where it has no title.
choice-used = you have used { $what }
# A statement by its title.
what-is-said = what “{ $words }” describes
# A section, by its title.
what-is-done-under = what is done under “{ $words }”

# What an offer says in braces: nothing of the sort, a word that says no more than the key, or a value.
fee = { $kind ->
    [none] This is free of charge
    [word] This costs money
   *[text] Cost: { $value }
}
identity-check = { $kind ->
    [none] We do not check who you are
    [word] We first verify who you are
   *[text] How we verify who you are: { $value }
}
agent = { $kind ->
    [none] Nobody else can do this for you
    [word] Somebody whom you authorise can do this for you
   *[text] Who can do this for you: { $value }
}
appeal = { $kind ->
    [none] If we refuse, you cannot appeal
    [word] If we refuse, you can appeal
    [period] If we refuse, you can appeal within { $value }
   *[text] How to appeal: { $value }
}
extension = { $kind ->
    [none] We do not take longer
    [word] Where necessary, we may take longer; we then tell you so, and why
    [period] Where necessary, we may take up to { $value } longer; we then tell you before the first period ends, and say why
   *[text] If it takes longer: { $value }
}
times-per-year = { $kind ->
    [number] { $count ->
        [one] You can do this once a year
       *[other] You can do this up to { $count } times a year
    }
   *[text] How often you can do this in a year: { $value }
}

## Titles of changes. `facts` are what the flow no longer needs, or needs from now on.

change-permitted = Now permitted: { $sentence }
change-permitted-without = Now permitted: { $sentence } (not only { $facts })
change-no-longer-permitted = No longer permitted: { $sentence }
change-no-longer-permitted-without = No longer permitted: { $sentence } (from now on only { $facts })
change-no-longer-ruled-out = No longer promised: { $sentence }
change-no-longer-ruled-out-without = No longer promised: { $sentence } (unless { $facts })
change-ruled-out = Now promised: { $sentence }
change-ruled-out-without = Now promised: { $sentence } (unless { $facts })

# Changes with a value before and a value after. The lead says what changed.
change-moved = { $lead } { $about }: { $before }; now { $after }
change-gone = { $lead } { $about }: it was { $before }
change-new = { $lead } { $about }: { $after }
change-alone = { $lead } { $about }
change-lead = { $lead }
change-retention-lengthened = Kept longer:
change-retention-shortened = Kept for a shorter time:
change-retention-withdrawn = No longer said how long it is kept:
# What counts as a condition, a consent, a safeguard or a class of people.
change-counts-more = Now also counts as “{ $about }”: { $after }
change-counts-less = No longer counts as “{ $about }”: { $before }
change-counts-other = What counts as “{ $about }” changed: no longer { $before }; now { $after }
change-counts-only = “{ $about }” now means only: { $after }
change-counts-with = “{ $about }” can be true together with other things than before
change-retention-stated = Now said how long it is kept:
change-retention-changed = Kept until another time:
# A limit says how long data are never kept.
change-limit = never { $ends }
change-deletion-weakened = Deleted later, or less surely:
change-deletion-strengthened = Deleted sooner, or more surely:
change-right-removed = No longer offered:
change-right-added = Now offered:
change-choice-removed = No longer a choice:
change-choice-added = Now a choice:
change-guarantee-removed = No longer promised:
change-guarantee-added = Now promised:
change-guarantee-shrunk = Promised for less:
change-guarantee-grown = Promised for more:
change-deadline-lengthened = Promised later:
change-deadline-shortened = Promised sooner:
change-things = { $objects } ({ $details })
change-notices = a notice to { $objects } when { $details }
change-duties = that we bind { $objects } by { $details }
change-objects = { $objects }
change-details = { $details }
change-promise-weakened = Promised less firmly:
change-promise-strengthened = Promised more firmly:
change-basis-changed = On another legal basis:
change-technology-changed = Collected by another technology:
change-becomes-required = No longer optional:
change-becomes-optional = No longer required:
change-optional-withdrawn = No longer said to be optional:
change-optional-stated = Now said to be optional:
change-promise-restated = Written in other clauses, which may not come to the same:
change-meaning-changed = The meaning changed, and it cannot be told in whose favour
change-refusal-added = Now refused:
change-refusal-withdrawn = No longer refused:
change-becomes-certain = No longer only possible:
change-becomes-possible = No longer certain:
change-controller-changed = Somebody else answers for this policy:
change-claim-changed = Stated otherwise:
change-claim-gone = No longer stated:
change-claim-new = Now stated:
change-contact-changed = Contact changed:
change-scope-changed = What the policy applies to changed:
change-text-changed = Text changed:
change-link-changed = Link changed:
change-term-renamed = Words for a term changed:
change-now-named = Named now, and covered before:
change-no-longer-named = No longer named:
change-announced = Announced for later:
change-announcement-withdrawn = No longer announced:
change-sentence-reworded = Other words, same meaning:
change-alarm-silenced = No longer stated:
change-alarm-raised = Now stated:
change-date-unchanged = The meaning changed and the date did not:
change-date-changed-alone = The date changed and the meaning did not:
change-source-changed = The files differ, and the policy says the same
