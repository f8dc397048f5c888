-- Views of the database: each answers a question that readers ask, which stands in its first lines and is told in the
-- table `contents`. They read tables of `factsheet.tables` only, and use nothing newer than SQLite 3.30.

CREATE VIEW claim_overview AS
-- What was claimed, by whom and when, how does the record bear on it, and what does that rest on?
SELECT
    claims.id,
    claims.status,
    claims.claim,
    claims.fact,
    claimants.name AS claimant,
    parties.name AS party,
    appearances.date AS said,
    appearances.venue,
    claims.rating,
    claims.rating_label,
    count(documents.evidence) AS documents,
    count(*) FILTER (WHERE documents.relation = 'contradicts') AS contradicting,
    count(*) FILTER (WHERE documents.relation = 'partly-contradicts') AS partly_contradicting,
    count(*) FILTER (WHERE documents.relation = 'supports') AS supporting,
    count(*) FILTER (WHERE documents.relation = 'partly-supports') AS partly_supporting,
    count(*) FILTER (WHERE documents.relation = 'context') AS context,
    count(*) FILTER (WHERE documents.independent) AS independent,
    count(*) FILTER (WHERE documents.verification_level = 'read-at-source') AS read_at_source,
    count(*) FILTER (WHERE documents.verification_level = 'read-in-reproduction') AS read_in_reproduction,
    count(*) FILTER (WHERE documents.verification_level = 'not-read') AS not_read,
    claims.reply_asked,
    claims.checked_as_of,
    claims.version,
    (SELECT max(day) FROM claim_changes WHERE claim_changes.claim = claims.id) AS changed,
    claims.url
FROM claims
    LEFT JOIN appearances ON appearances.claim = claims.id AND appearances.number = 1
    LEFT JOIN claimants ON claimants.id = appearances.claimant
    LEFT JOIN parties ON parties.id = appearances.party
    LEFT JOIN claim_documents AS documents ON documents.claim = claims.id
GROUP BY claims.id
ORDER BY claims.rowid;

CREATE VIEW claim_documents AS
-- Which documents bear on each claim, which side made them, what do they show, and what do they not show?
-- `side` is seen from whoever made the claim on the first occasion. `independent` is 1 for documents that come from no
-- party and repeat or rely on no other document of the same claim.
SELECT
    claim_evidence.claim,
    claim_evidence.number,
    claim_evidence.relation,
    evidence.id AS evidence,
    evidence.title,
    evidence.publisher,
    evidence.issued,
    evidence.type,
    evidence.level,
    evidence.party_relation,
    CASE
        WHEN evidence.party_relation = 'joint' THEN 'made by the parties together'
        WHEN evidence.party IS NULL AND evidence.party_relation = 'unknown' THEN 'not known'
        WHEN evidence.party IS NULL THEN 'no party'
        WHEN appearances.party IS NULL THEN 'a party, and the claimant is of none'
        WHEN evidence.party = appearances.party THEN 'the claimant’s own side'
        ELSE 'the other side'
    END AS side,
    evidence.party_relation IN ('court', 'neutral-body', 'third-party') AND NOT EXISTS (
        SELECT 1
        FROM evidence_relations JOIN claim_evidence AS others ON others.evidence = evidence_relations.other
        WHERE evidence_relations.evidence = claim_evidence.evidence
            AND evidence_relations.relation = 'derived-from'
            AND others.claim = claim_evidence.claim
    ) AS independent,
    claim_evidence.establishes,
    claim_evidence.does_not_establish,
    evidence.limits,
    evidence.verification_level,
    evidence.standing,
    evidence.url
FROM claim_evidence
    JOIN claims ON claims.id = claim_evidence.claim
    JOIN evidence ON evidence.id = claim_evidence.evidence
    LEFT JOIN appearances ON appearances.claim = claim_evidence.claim AND appearances.number = 1
ORDER BY claims.rowid, claim_evidence.number;

CREATE VIEW contradicting_primary_sources AS
-- Which acts, decisions, statements and observations themselves contradict a claim, or a part of it?
SELECT
    documents.claim,
    claims.claim AS claimed,
    documents.relation,
    documents.evidence,
    documents.title,
    documents.publisher,
    documents.issued,
    documents.side,
    documents.establishes,
    documents.does_not_establish,
    documents.verification_level,
    documents.url
FROM claim_documents AS documents JOIN claims ON claims.id = documents.claim
WHERE documents.level = 'primary' AND documents.relation IN ('contradicts', 'partly-contradicts')
ORDER BY claims.rowid, documents.number;

CREATE VIEW both_sides AS
-- How many documents of each claim come from which side, and does what contradicts it come from its opponents only?
-- Sides are seen from whoever made the claim on the first occasion; `some_party` counts documents of parties where that
-- was somebody of none.
SELECT
    claims.id AS claim,
    claims.claim AS claimed,
    parties.name AS party,
    claims.rating_label,
    count(*) AS documents,
    count(*) FILTER (WHERE documents.side = 'the claimant’s own side') AS own_side,
    count(*) FILTER (WHERE documents.side = 'the other side') AS other_side,
    count(*) FILTER (WHERE documents.side = 'a party, and the claimant is of none') AS some_party,
    count(*) FILTER (WHERE documents.side = 'made by the parties together') AS joint,
    count(*) FILTER (WHERE documents.side = 'no party') AS no_party,
    count(*) FILTER (WHERE documents.side = 'not known') AS not_known,
    count(*) FILTER (
        WHERE documents.relation IN ('contradicts', 'partly-contradicts') AND documents.side = 'the claimant’s own side'
    ) AS contradicting_of_own_side,
    count(*) FILTER (
        WHERE documents.relation IN ('contradicts', 'partly-contradicts') AND documents.side = 'the other side'
    ) AS contradicting_of_other_side,
    count(*) FILTER (
        WHERE documents.relation IN ('contradicts', 'partly-contradicts') AND documents.independent
    ) AS contradicting_independent,
    count(*) FILTER (WHERE documents.relation IN ('supports', 'partly-supports')) AS supporting
FROM claim_documents AS documents
    JOIN claims ON claims.id = documents.claim
    LEFT JOIN appearances ON appearances.claim = claims.id AND appearances.number = 1
    LEFT JOIN parties ON parties.id = appearances.party
GROUP BY claims.id
ORDER BY claims.rowid;

CREATE VIEW ratings_by_party AS
-- Whose claims were checked, and with which result?
-- Which claims are checked is the publisher’s choice and no measure of the parties.
SELECT
    coalesce(parties.name, 'no party') AS party,
    claims.rating,
    claims.rating_label,
    count(*) AS claims
FROM claims
    JOIN appearances ON appearances.claim = claims.id AND appearances.number = 1
    LEFT JOIN parties ON parties.id = appearances.party
GROUP BY parties.id, claims.rating
ORDER BY parties.rowid IS NULL, parties.rowid, claims.rating_number IS NULL, claims.rating_number, claims.rating;

CREATE VIEW claims_by_claimant AS
-- What did each person or body say, when and where, and how does the record bear on it?
SELECT
    claimants.name AS claimant,
    appearances.office,
    parties.name AS party,
    appearances.date,
    appearances.venue,
    appearances.quote,
    appearances.translation,
    appearances.course,
    claims.id AS claim,
    claims.claim AS claimed,
    claims.rating_label,
    appearances.title,
    appearances.publisher,
    appearances.url,
    appearances.archive_url,
    appearances.verification_level
FROM appearances
    JOIN claimants ON claimants.id = appearances.claimant
    JOIN claims ON claims.id = appearances.claim
    LEFT JOIN parties ON parties.id = appearances.party
ORDER BY claimants.name, appearances.date, claims.rowid, appearances.number;

CREATE VIEW evidence_use AS
-- What rests on each document, and so must be looked at again if it changes, is taken back or turns out wrong?
SELECT
    evidence.id AS evidence,
    evidence.title,
    evidence.publisher,
    evidence.issued,
    evidence.standing,
    evidence.verification_level,
    count(documents.claim) AS claims,
    count(*) FILTER (WHERE documents.relation IN ('contradicts', 'partly-contradicts')) AS contradicting,
    count(*) FILTER (WHERE documents.relation IN ('supports', 'partly-supports')) AS supporting,
    group_concat(documents.claim || ' (' || documents.relation || ')', ', ') AS used,
    (
        SELECT group_concat(evidence_relations.evidence, ', ')
        FROM evidence_relations
        WHERE evidence_relations.other = evidence.id AND evidence_relations.relation = 'derived-from'
    ) AS repeated_by
FROM evidence LEFT JOIN claim_documents AS documents ON documents.evidence = evidence.id
GROUP BY evidence.id
ORDER BY claims DESC, evidence.rowid;

CREATE VIEW quotes_with_sources AS
-- Which exact words are quoted, and where do they stand?
SELECT
    quotes.text,
    quotes.translation,
    quotes.translator,
    quotes.language,
    quotes.locator,
    quotes.note,
    evidence.title,
    evidence.publisher,
    evidence.number,
    evidence.issued,
    evidence.verification_level,
    evidence.url,
    (
        SELECT evidence_archives.url
        FROM evidence_archives
        WHERE evidence_archives.evidence = evidence.id
        ORDER BY evidence_archives.number
        LIMIT 1
    ) AS archive_url,
    quotes.evidence,
    quotes.id AS quote,
    (
        SELECT group_concat(shown.claim, ', ')
        FROM claim_evidence_quotes AS shown
        WHERE shown.evidence = quotes.evidence AND shown.quote = quotes.id
    ) AS claims
FROM quotes JOIN evidence ON evidence.id = quotes.evidence
ORDER BY evidence.rowid, quotes.rowid;

CREATE VIEW words_not_read_at_source AS
-- Which words were read in a report, a mirror or a translation only, or not at all, and where?
SELECT
    'document' AS kind,
    evidence.id AS record,
    NULL AS occasion,
    evidence.title,
    evidence.publisher,
    evidence.verification_level,
    evidence.verification_note,
    (
        SELECT group_concat(evidence_places_read.place, ' · ')
        FROM evidence_places_read
        WHERE evidence_places_read.evidence = evidence.id
    ) AS read_in,
    evidence.url
FROM evidence
WHERE evidence.verification_level IS NOT 'read-at-source'
UNION ALL
SELECT
    'occasion of a claim',
    appearances.claim,
    appearances.number,
    appearances.title,
    appearances.publisher,
    appearances.verification_level,
    appearances.verification_note,
    (
        SELECT group_concat(appearance_places_read.place, ' · ')
        FROM appearance_places_read
        WHERE appearance_places_read.claim = appearances.claim
            AND appearance_places_read.appearance = appearances.number
    ),
    appearances.url
FROM appearances
WHERE appearances.verification_level IS NOT 'read-at-source'
ORDER BY kind, record, occasion;

CREATE VIEW without_archive AS
-- Of which documents and occasions does the collection name no archived copy, so that they may be lost?
SELECT
    'document' AS kind, evidence.id AS record, NULL AS occasion, evidence.title, evidence.publisher,
    evidence.issued AS date, evidence.url
FROM evidence
WHERE NOT EXISTS (SELECT 1 FROM evidence_archives WHERE evidence_archives.evidence = evidence.id)
UNION ALL
SELECT
    'occasion of a claim', appearances.claim, appearances.number, appearances.title, appearances.publisher,
    appearances.date, appearances.url
FROM appearances
WHERE appearances.archive_url IS NULL
ORDER BY kind, record, occasion;

CREATE VIEW recheck_due AS
-- In which order should entries be checked again? Those without a day come last, the longest unchecked first.
SELECT claims.id AS claim, claims.claim AS claimed, claims.recheck_by, claims.checked_as_of, claims.status, claims.url
FROM claims
WHERE claims.status <> 'withdrawn'
ORDER BY claims.recheck_by IS NULL, claims.recheck_by, claims.checked_as_of, claims.rowid;

CREATE VIEW corrections AS
-- What did readers have to be told that turned out wrong?
SELECT
    'entry' AS kind, claim_changes.claim AS record, claim_changes.version, claim_changes.day, claim_changes.level,
    claim_changes.change
FROM claim_changes
WHERE claim_changes.level IN ('rating-changed', 'factual', 'withdrawn')
UNION ALL
SELECT
    'document', evidence_changes.evidence, evidence_changes.version, evidence_changes.day, evidence_changes.level,
    evidence_changes.change
FROM evidence_changes
WHERE evidence_changes.level IN ('rating-changed', 'factual', 'withdrawn')
ORDER BY day DESC, kind DESC, record;

CREATE VIEW tensions AS
-- Which claims by one claimant are hard to hold together, and why?
SELECT
    claimants.name AS claimant,
    related_claims.claim,
    claims.claim AS claimed,
    related_claims.other,
    others.claim AS other_claimed,
    related_claims.why
FROM related_claims
    JOIN claims ON claims.id = related_claims.claim
    JOIN claims AS others ON others.id = related_claims.other
    LEFT JOIN appearances ON appearances.claim = claims.id AND appearances.number = 1
    LEFT JOIN claimants ON claimants.id = appearances.claimant
WHERE related_claims.relation = 'in-tension-with'
ORDER BY claims.rowid, related_claims.number;
