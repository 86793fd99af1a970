# How rights stand in an English sentence.
#
# Most rights are rights to ask, because the law has exceptions to them; some are done by whoever has them.
# A right without any of these is its label, with the data behind it.
#
#   .asks          behind “you can ask us”
#   .does          the verb of “you can ask us to … your data”
#   .asks-to       behind “you can ask to”: done by whoever asks
#   .out-of        behind “you can opt out of”
#   .objects-to    behind “you can object to”
#   .reads         behind “you can”
#   .asks-from     behind “you can ask us”, of what a statement says, which is then $data
#   .from          behind “you can”, of what a statement says; of all rights that are a kind of it
#   .addressed     behind “you can”, where the channel says to whom one turns
#   .case          before the sentence
#   .holders       who has the right, if not the reader
#   .whose         whose data they are, in the words of its holders
#
# $data is what the right is about: “your e-mail address”, and “it” once that has been said, so $again is “yes”. Then $its is
# “its” or “their”. $bare is the same without whose it is: “personal data”.

## Knowing

right-access =
    .asks = for a copy of { $data }
right-access_confirmation =
    .asks = to tell you whether we hold { $data }
right-access_categories =
    .asks = to tell you which categories of { $data } we hold
right-access_sources =
    .asks = { $again ->
        [yes] to tell you { $its } sources
       *[no] to tell you the sources of { $data }
    }
right-access_recipients =
    .asks = { $again ->
        [yes] to tell you { $its } recipients
       *[no] to tell you the recipients of { $data }
    }
right-access_accounting =
    .asks = for a list of the times when we passed on { $data }
right-access_safeguards =
    .asks = for a copy of the safeguards under which we transfer { $data } to other countries
right-essence-of-arrangement =
    .asks = for the essence of our arrangement as joint controllers
right-information =
    .from = be told clearly and beforehand about { $data }
right-review =
    .asks-to = look at { $data }
right-shine-the-light =
    .asks = which { $bare } we gave to third parties for their marketing
right-portability =
    .asks = { $again ->
        [yes] to hand { $data } over to you or another in a usable form
       *[no] to hand over { $data } to you or another in a usable form
    }
right-portability_direct =
    .asks = { $again ->
        [yes] to hand { $data } over to another company
       *[no] to hand over { $data } to another company
    }

## Changing and ending

right-correction =
    .does = correct
right-completion =
    .does = complete
right-statement-of-disagreement =
    .asks = to add your statement to { $data }
right-request-amendment =
    .does = amend
right-deletion =
    .does = delete
right-removal-of-posts =
    .does = remove
right-de-listing =
    .asks = to have search results for your name no longer lead to { $data }
right-account-deletion =
    .asks = to close your account and delete { $data }
right-restriction =
    .asks = { $again ->
        [yes] to restrict { $its } use
       *[no] to restrict our use of { $data }
    }
    .asks-from = to restrict { $data }
right-limit-sensitive =
    .from = limit { $data }
right-request-restriction =
    .asks = { $again ->
        [yes] to limit { $its } use
       *[no] to limit our use of { $data }
    }
    .asks-from = to limit { $data }
right-recipients-notice =
    .asks = to tell recipients of corrections to and deletion of { $data }

## Refusing

right-choice =
    .from = decide against { $data }
right-objection =
    .objects-to = { $again ->
        [yes] { $its } use
       *[no] our use of { $data }
    }
    .from = object to { $data }
right-objection_direct-marketing =
    .objects-to = { $again ->
        [yes] { $its } use for direct marketing
       *[no] the use of { $data } for direct marketing
    }
    .from = object to { $data }
right-objection_profiling =
    .objects-to = profiling based on { $data }
right-objection_research =
    .objects-to = { $again ->
        [yes] { $its } use for research and statistics
       *[no] the use of { $data } for research and statistics
    }
right-opt-out =
    .out-of = { $again ->
        [yes] { $its } use
       *[no] our use of { $data }
    }
    .from = opt out of { $data }
right-opt-out_marketing =
    .out-of = { $again ->
        [yes] { $its } use for marketing
       *[no] the use of { $data } for marketing
    }
right-opt-out_sale =
    .out-of = { $again ->
        [yes] { $its } sale
       *[no] the sale of { $data }
    }
right-opt-out_sharing =
    .out-of = { $again ->
        [yes] { $its } sharing for advertising
       *[no] the sharing of { $data } for advertising
    }
right-opt-out_targeted-advertising =
    .out-of = targeted advertising based on { $data }
right-opt-out_profiling =
    .out-of = profiling based on { $data }
right-opt-out_automated-decisions =
    .out-of = automated decisions based on { $data }
right-opt-out_ai-training =
    .out-of = the training of AI models on { $data }
right-opt-out_ai-processing =
    .out-of = { $again ->
        [yes] { $its } processing by artificial intelligence
       *[no] the processing of { $data } by artificial intelligence
    }
right-opt-out_analytics =
    .out-of = { $again ->
        [yes] { $its } use for analytics
       *[no] the use of { $data } for analytics
    }
right-opt-out_affiliate-marketing =
    .out-of = marketing by our group that uses { $data }
right-opt-out_affiliate-sharing =
    .reads = { $again ->
        [yes] limit { $its } sharing within our group
       *[no] limit the sharing of { $data } within our group
    }
    .from = limit { $data }
right-opt-out_partner-sharing =
    .reads = { $again ->
        [yes] limit { $its } sharing with partners
       *[no] limit the sharing of { $data } with partners
    }
    .from = limit { $data }
right-refusal =
    .reads = { $again ->
        [yes] refuse { $its } use
       *[no] refuse the use of { $data }
    }
    .from = refuse { $data }
right-withdrawal =
    .reads = { $again ->
        [yes] withdraw your consent to { $its } use
       *[no] withdraw your consent to our use of { $data }
    }
    .from = withdraw your consent to { $data }
right-permission-withdrawal =
    .from = withdraw the permission on your device for { $data }
right-disconnection =
    .from = end { $data }
right-no-automated-decision =
    .reads = refuse to be subject to decisions by automated means alone that are based on { $data }
    .from = refuse to be subject to { $data }
right-human-review =
    .asks = to have a person review decisions based on { $data }
    .asks-from = to have a person review { $data }
right-explanation =
    .asks = to explain decisions based on { $data }
    .asks-from = to explain { $data }

## Choosing

right-settings =
    .from = change your settings for { $data }
right-confidential-communication =
    .asks = to use another address in place of { $data }
right-paper-copy =
    .asks = for a paper copy of { $data }
right-preservation =
    .asks = to keep { $data }

## Rights of others than the person

right-parental-access =
    .asks = for a copy of { $data }
    .holders = parents and guardians
    .whose = their child
right-parental-deletion =
    .does = delete
    .holders = parents and guardians
    .whose = their child
right-parental-refusal =
    .asks = { $again ->
        [yes] to collect no more
       *[no] to collect no more of { $data }
    }
    .holders = parents and guardians
    .whose = their child
right-school-control =
    .reads = control { $data }
    .holders = schools
    .whose = their pupils and students

## Rights that need no object

right-complaint =
    .addressed = complain
right-complaint_dispute-body =
    .addressed = complain
right-appeal =
    .reads = appeal
    .case = if we refuse your request
right-policy-copy =
    .asks = for a copy of this policy
