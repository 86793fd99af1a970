# Words of the California Consumer Privacy Act (Cal. Civ. Code 1798.100 and following).
#
#   .own-word    the Act keeps "share" for what this topic names: any other disclosure is "disclosed"
#   .called     the words of the link or title that the Act prescribes, in brackets behind a right

purpose-ads_targeted_cross-context = cross-context behavioural advertising
topic-sharing-for-advertising = Sharing for cross-context behavioural advertising
    .own-word = share
    .none = { $form ->
        [singular] does
       *[base] do
    } not share personal information for cross-context behavioural advertising
    .none-of = { $form ->
        [singular] does
       *[base] do
    } not share the personal information of { $whom } for cross-context behavioural advertising
topic-sale =
    .none = { $form ->
        [singular] does
       *[base] do
    } not sell personal information
    .none-of = { $form ->
        [singular] does
       *[base] do
    } not sell the personal information of { $whom }
topic-sale-of-minors-data =
    .none-of = { $form ->
        [singular] does
       *[base] do
    } not sell the personal information of { $whom } who are under 16
right-opt-out_sale = opt out of the sale of
    .called = Do Not Sell or Share My Personal Information
right-opt-out_sharing = opt out of the sharing of
    .out-of = { $again ->
        [yes] { $its } sharing
       *[no] the sharing of { $data }
    }
    .called = Do Not Sell or Share My Personal Information
right-limit-sensitive = limit the use and disclosure of
    .called = Limit the Use of My Sensitive Personal Information
