CREATE TABLE alembic_version (
	version_num TEXT COLLATE "C" NOT NULL, 
	CONSTRAINT pk_alembic_version PRIMARY KEY (version_num)
);

CREATE TABLE scheme (
	digest TEXT COLLATE "C" NOT NULL, 
	name TEXT COLLATE "C" NOT NULL, 
	version TEXT COLLATE "C" NOT NULL, 
	text TEXT COLLATE "C" NOT NULL, 
	added TEXT COLLATE "C" NOT NULL, 
	CONSTRAINT pk_scheme PRIMARY KEY (digest), 
	CONSTRAINT uq_scheme_name_version UNIQUE (name, version)
);

CREATE TABLE guideline (
	digest TEXT COLLATE "C" NOT NULL, 
	text TEXT COLLATE "C" NOT NULL, 
	added TEXT COLLATE "C" NOT NULL, 
	CONSTRAINT pk_guideline PRIMARY KEY (digest)
);

CREATE TABLE corpus_state (
	path TEXT COLLATE "C" NOT NULL, 
	fingerprint TEXT COLLATE "C" NOT NULL, 
	CONSTRAINT pk_corpus_state PRIMARY KEY (path)
);

CREATE TABLE article (
	id SERIAL NOT NULL, 
	digest TEXT COLLATE "C" NOT NULL, 
	text TEXT COLLATE "C" NOT NULL, 
	segmenter TEXT COLLATE "C" NOT NULL, 
	added TEXT COLLATE "C" NOT NULL, 
	body INTEGER NOT NULL, 
	number INTEGER NOT NULL, 
	CONSTRAINT pk_article PRIMARY KEY (id), 
	CONSTRAINT uq_article_digest UNIQUE (digest), 
	CONSTRAINT uq_article_number UNIQUE (number)
);

CREATE INDEX ix_article_number_body ON article (number, body);

CREATE TABLE article_words (article INTEGER NOT NULL CONSTRAINT pk_article_words PRIMARY KEY CONSTRAINT fk_article_words_article REFERENCES article (id), words TSVECTOR NOT NULL);

CREATE INDEX ix_article_words_words ON article_words USING gin (words);

CREATE TABLE corpus (
	id INTEGER NOT NULL, 
	articles INTEGER NOT NULL, 
	body INTEGER NOT NULL, 
	indexed INTEGER NOT NULL, 
	CONSTRAINT pk_corpus PRIMARY KEY (id), 
	CONSTRAINT ck_corpus_one CHECK (id = 1)
);

CREATE TABLE actor (
	id SERIAL NOT NULL, 
	name TEXT COLLATE "C" NOT NULL, 
	kind TEXT COLLATE "C" NOT NULL, 
	added TEXT COLLATE "C" NOT NULL, 
	CONSTRAINT pk_actor PRIMARY KEY (id), 
	CONSTRAINT ck_actor_kind CHECK (kind IN ('human', 'program')), 
	CONSTRAINT uq_actor_name UNIQUE (name)
);

CREATE TABLE layer (
	id SERIAL NOT NULL, 
	kind TEXT COLLATE "C" NOT NULL, 
	name TEXT COLLATE "C" NOT NULL, 
	version TEXT COLLATE "C" NOT NULL, 
	reviewed INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_layer PRIMARY KEY (id), 
	CONSTRAINT uq_layer_kind_name_version UNIQUE (kind, name, version), 
	CONSTRAINT ck_layer_kind CHECK (kind IN ('human', 'model', 'gold'))
);

CREATE TABLE snapshot (
	id SERIAL NOT NULL, 
	name TEXT COLLATE "C" NOT NULL, 
	at TEXT COLLATE "C" NOT NULL, 
	facts TEXT COLLATE "C" NOT NULL, 
	CONSTRAINT pk_snapshot PRIMARY KEY (id), 
	CONSTRAINT uq_snapshot_name UNIQUE (name)
);

CREATE TABLE frozen (
	digest TEXT COLLATE "C" NOT NULL, 
	body BYTEA NOT NULL, 
	CONSTRAINT pk_frozen PRIMARY KEY (digest)
);

CREATE TABLE article_source (
	id SERIAL NOT NULL, 
	article INTEGER NOT NULL, 
	path TEXT COLLATE "C" NOT NULL, 
	title TEXT COLLATE "C", 
	outlet TEXT COLLATE "C", 
	date TEXT COLLATE "C", 
	author TEXT COLLATE "C", 
	url TEXT COLLATE "C", 
	story TEXT COLLATE "C", 
	encoding TEXT COLLATE "C", 
	extra TEXT COLLATE "C" NOT NULL, 
	CONSTRAINT pk_article_source PRIMARY KEY (id), 
	CONSTRAINT fk_article_source_article FOREIGN KEY(article) REFERENCES article (id)
);

CREATE INDEX ix_article_source_article ON article_source (article);

CREATE TABLE sentence (
	article INTEGER NOT NULL, 
	n INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	stop INTEGER NOT NULL, 
	CONSTRAINT pk_sentence PRIMARY KEY (article, n), 
	CONSTRAINT ck_sentence_range CHECK (0 <= start AND start < stop), 
	CONSTRAINT fk_sentence_article FOREIGN KEY(article) REFERENCES article (id)
);

CREATE TABLE region (
	article INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	stop INTEGER NOT NULL, 
	kind TEXT COLLATE "C" NOT NULL, 
	origin TEXT COLLATE "C" NOT NULL, 
	CONSTRAINT pk_region PRIMARY KEY (article, start, stop), 
	CONSTRAINT ck_region_range CHECK (0 <= start AND start < stop), 
	CONSTRAINT ck_region_kind CHECK (kind IN ('boilerplate', 'headline', 'body')), 
	CONSTRAINT fk_region_article FOREIGN KEY(article) REFERENCES article (id)
);

CREATE TABLE speaker (
	id SERIAL NOT NULL, 
	uid TEXT COLLATE "C" NOT NULL, 
	name TEXT COLLATE "C" NOT NULL, 
	kind TEXT COLLATE "C" NOT NULL, 
	wikidata TEXT COLLATE "C", 
	merged_into TEXT COLLATE "C", 
	deleted INTEGER DEFAULT '0' NOT NULL, 
	brought_by INTEGER, 
	CONSTRAINT pk_speaker PRIMARY KEY (id), 
	CONSTRAINT ck_speaker_deleted CHECK (deleted IN (0, 1)), 
	CONSTRAINT ck_speaker_kind CHECK (kind IN ('person', 'organisation', 'state', 'group', 'role', 'anonymous')), 
	CONSTRAINT uq_speaker_uid UNIQUE (uid), 
	CONSTRAINT fk_speaker_merged_into FOREIGN KEY(merged_into) REFERENCES speaker (uid), 
	CONSTRAINT fk_speaker_brought_by FOREIGN KEY(brought_by) REFERENCES layer (id)
);

CREATE TABLE quote (
	id SERIAL NOT NULL, 
	uid TEXT COLLATE "C" NOT NULL, 
	article INTEGER NOT NULL, 
	layer INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	parent TEXT COLLATE "C", 
	about TEXT COLLATE "C", 
	derived_from TEXT COLLATE "C", 
	created TEXT COLLATE "C" NOT NULL, 
	updated TEXT COLLATE "C" NOT NULL, 
	scheme TEXT COLLATE "C" NOT NULL, 
	guideline TEXT COLLATE "C" NOT NULL, 
	deleted INTEGER DEFAULT '0' NOT NULL, 
	rule TEXT COLLATE "C", 
	score DOUBLE PRECISION, 
	CONSTRAINT pk_quote PRIMARY KEY (id), 
	CONSTRAINT ck_quote_deleted CHECK (deleted IN (0, 1)), 
	CONSTRAINT ck_quote_score CHECK (0 <= score AND score <= 1), 
	CONSTRAINT ck_quote_start CHECK (0 <= start), 
	CONSTRAINT ck_quote_not_itself CHECK (parent <> uid AND about <> uid), 
	CONSTRAINT uq_quote_uid UNIQUE (uid), 
	CONSTRAINT fk_quote_article FOREIGN KEY(article) REFERENCES article (id), 
	CONSTRAINT fk_quote_layer FOREIGN KEY(layer) REFERENCES layer (id), 
	CONSTRAINT fk_quote_parent FOREIGN KEY(parent) REFERENCES quote (uid), 
	CONSTRAINT fk_quote_about FOREIGN KEY(about) REFERENCES quote (uid), 
	CONSTRAINT fk_quote_derived_from FOREIGN KEY(derived_from) REFERENCES quote (uid)
);

CREATE INDEX ix_quote_article_layer_start ON quote (article, layer, start);

CREATE TABLE article_label (
	article INTEGER NOT NULL, 
	layer INTEGER NOT NULL, 
	field TEXT COLLATE "C" NOT NULL, 
	n INTEGER NOT NULL, 
	value TEXT COLLATE "C" NOT NULL, 
	target TEXT COLLATE "C", 
	origin TEXT COLLATE "C" NOT NULL, 
	CONSTRAINT pk_article_label PRIMARY KEY (article, layer, field, n), 
	CONSTRAINT fk_article_label_article FOREIGN KEY(article) REFERENCES article (id), 
	CONSTRAINT fk_article_label_layer FOREIGN KEY(layer) REFERENCES layer (id)
);

CREATE TABLE review (
	layer INTEGER NOT NULL, 
	article INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	stop INTEGER NOT NULL, 
	status TEXT COLLATE "C" NOT NULL, 
	origin TEXT COLLATE "C" NOT NULL, 
	CONSTRAINT pk_review PRIMARY KEY (layer, article, start, stop), 
	CONSTRAINT ck_review_range CHECK (0 <= start AND start < stop), 
	CONSTRAINT ck_review_status CHECK (status IN ('done', 'nothing', 'skipped')), 
	CONSTRAINT fk_review_layer FOREIGN KEY(layer) REFERENCES layer (id), 
	CONSTRAINT fk_review_article FOREIGN KEY(article) REFERENCES article (id)
);

CREATE TABLE progress (
	layer INTEGER NOT NULL, 
	article INTEGER NOT NULL, 
	reviewed INTEGER NOT NULL, 
	skipped INTEGER NOT NULL, 
	CONSTRAINT pk_progress PRIMARY KEY (layer, article), 
	CONSTRAINT fk_progress_layer FOREIGN KEY(layer) REFERENCES layer (id), 
	CONSTRAINT fk_progress_article FOREIGN KEY(article) REFERENCES article (id)
);

CREATE TABLE queue (
	n INTEGER NOT NULL, 
	article INTEGER NOT NULL, 
	CONSTRAINT pk_queue PRIMARY KEY (n), 
	CONSTRAINT uq_queue_article UNIQUE (article), 
	CONSTRAINT fk_queue_article FOREIGN KEY(article) REFERENCES article (id)
);

CREATE TABLE inbox (
	actor INTEGER NOT NULL, 
	at TEXT COLLATE "C" NOT NULL, 
	CONSTRAINT pk_inbox PRIMARY KEY (actor), 
	CONSTRAINT fk_inbox_actor FOREIGN KEY(actor) REFERENCES actor (id)
);

CREATE TABLE reading (
	layer INTEGER NOT NULL, 
	article INTEGER NOT NULL, 
	CONSTRAINT pk_reading PRIMARY KEY (layer, article), 
	CONSTRAINT fk_reading_layer FOREIGN KEY(layer) REFERENCES layer (id), 
	CONSTRAINT fk_reading_article FOREIGN KEY(article) REFERENCES article (id)
);

CREATE TABLE event (
	id SERIAL NOT NULL, 
	uid TEXT COLLATE "C" NOT NULL, 
	actor INTEGER NOT NULL, 
	seq INTEGER NOT NULL, 
	at TEXT COLLATE "C" NOT NULL, 
	kind TEXT COLLATE "C" NOT NULL, 
	says TEXT COLLATE "C" NOT NULL, 
	article INTEGER, 
	place INTEGER NOT NULL, 
	grp TEXT COLLATE "C", 
	undoes TEXT COLLATE "C", 
	changes TEXT COLLATE "C" NOT NULL, 
	active_ms INTEGER NOT NULL, 
	scheme TEXT COLLATE "C" NOT NULL, 
	guideline TEXT COLLATE "C" NOT NULL, 
	CONSTRAINT pk_event PRIMARY KEY (id), 
	CONSTRAINT uq_event_actor_seq UNIQUE (actor, seq), 
	CONSTRAINT ck_event_kind CHECK (kind IN ('do', 'undo', 'redo')), 
	CONSTRAINT uq_event_uid UNIQUE (uid), 
	CONSTRAINT fk_event_actor FOREIGN KEY(actor) REFERENCES actor (id), 
	CONSTRAINT fk_event_article FOREIGN KEY(article) REFERENCES article (id), 
	CONSTRAINT fk_event_undoes FOREIGN KEY(undoes) REFERENCES event (uid)
);

CREATE OR REPLACE FUNCTION event_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'event is append-only'; END $$;

CREATE OR REPLACE TRIGGER event_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION event_append_only();

CREATE TABLE place (
	actor INTEGER NOT NULL, 
	article INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	CONSTRAINT pk_place PRIMARY KEY (actor), 
	CONSTRAINT fk_place_actor FOREIGN KEY(actor) REFERENCES actor (id), 
	CONSTRAINT fk_place_article FOREIGN KEY(article) REFERENCES article (id)
);

CREATE TABLE session (
	actor INTEGER NOT NULL, 
	uid TEXT COLLATE "C" NOT NULL, 
	since TEXT COLLATE "C" NOT NULL, 
	terminal TEXT COLLATE "C" NOT NULL, 
	CONSTRAINT pk_session PRIMARY KEY (actor), 
	CONSTRAINT fk_session_actor FOREIGN KEY(actor) REFERENCES actor (id)
);

CREATE TABLE pseudonym (
	layer INTEGER NOT NULL, 
	n INTEGER NOT NULL, 
	CONSTRAINT pk_pseudonym PRIMARY KEY (layer), 
	CONSTRAINT fk_pseudonym_layer FOREIGN KEY(layer) REFERENCES layer (id), 
	CONSTRAINT uq_pseudonym_n UNIQUE (n)
);

CREATE TABLE split (
	plan TEXT COLLATE "C" NOT NULL, 
	article INTEGER NOT NULL, 
	part TEXT COLLATE "C" NOT NULL, 
	cluster TEXT COLLATE "C" NOT NULL, 
	CONSTRAINT pk_split PRIMARY KEY (plan, article), 
	CONSTRAINT fk_split_article FOREIGN KEY(article) REFERENCES article (id)
);

CREATE TABLE snapshot_part (
	snapshot INTEGER NOT NULL, 
	n INTEGER NOT NULL, 
	frozen TEXT COLLATE "C" NOT NULL, 
	CONSTRAINT pk_snapshot_part PRIMARY KEY (snapshot, n), 
	CONSTRAINT fk_snapshot_part_snapshot FOREIGN KEY(snapshot) REFERENCES snapshot (id), 
	CONSTRAINT fk_snapshot_part_frozen FOREIGN KEY(frozen) REFERENCES frozen (digest)
);

CREATE INDEX ix_snapshot_part_frozen ON snapshot_part (frozen);

CREATE TABLE credential (
	id SERIAL NOT NULL, 
	actor INTEGER NOT NULL, 
	kind TEXT COLLATE "C" NOT NULL, 
	hashed TEXT COLLATE "C" NOT NULL, 
	created TEXT COLLATE "C" NOT NULL, 
	expires TEXT COLLATE "C", 
	revoked TEXT COLLATE "C", 
	CONSTRAINT pk_credential PRIMARY KEY (id), 
	CONSTRAINT ck_credential_kind CHECK (kind IN ('link', 'password')), 
	CONSTRAINT fk_credential_actor FOREIGN KEY(actor) REFERENCES actor (id), 
	CONSTRAINT uq_credential_hashed UNIQUE (hashed)
);

CREATE INDEX ix_credential_actor ON credential (actor);

CREATE TABLE alias (
	speaker INTEGER NOT NULL, 
	n INTEGER NOT NULL, 
	alias TEXT COLLATE "C" NOT NULL, 
	CONSTRAINT pk_alias PRIMARY KEY (speaker, n), 
	CONSTRAINT fk_alias_speaker FOREIGN KEY(speaker) REFERENCES speaker (id)
);

CREATE TABLE merge (
	kept TEXT COLLATE "C" NOT NULL, 
	other TEXT COLLATE "C" NOT NULL, 
	score DOUBLE PRECISION NOT NULL, 
	reason TEXT COLLATE "C" NOT NULL, 
	state TEXT COLLATE "C" NOT NULL, 
	proposed_by INTEGER NOT NULL, 
	settled_by INTEGER, 
	CONSTRAINT pk_merge PRIMARY KEY (kept, other), 
	CONSTRAINT ck_merge_score CHECK (0 <= score AND score <= 1), 
	CONSTRAINT ck_merge_state CHECK (state IN ('open', 'same', 'apart')), 
	CONSTRAINT ck_merge_two CHECK (kept <> other), 
	CONSTRAINT fk_merge_kept FOREIGN KEY(kept) REFERENCES speaker (uid), 
	CONSTRAINT fk_merge_other FOREIGN KEY(other) REFERENCES speaker (uid), 
	CONSTRAINT fk_merge_proposed_by FOREIGN KEY(proposed_by) REFERENCES actor (id), 
	CONSTRAINT fk_merge_settled_by FOREIGN KEY(settled_by) REFERENCES actor (id)
);

CREATE TABLE quote_span (
	quote INTEGER NOT NULL, 
	role TEXT COLLATE "C" NOT NULL, 
	n INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	stop INTEGER NOT NULL, 
	CONSTRAINT pk_quote_span PRIMARY KEY (quote, role, n), 
	CONSTRAINT ck_quote_span_range CHECK (0 <= start AND start < stop), 
	CONSTRAINT ck_quote_span_role CHECK (role IN ('content', 'cue', 'source')), 
	CONSTRAINT fk_quote_span_quote FOREIGN KEY(quote) REFERENCES quote (id)
);

CREATE TABLE quote_voice (
	quote INTEGER NOT NULL, 
	role TEXT COLLATE "C" NOT NULL, 
	n INTEGER NOT NULL, 
	speaker INTEGER, 
	start INTEGER, 
	stop INTEGER, 
	origin TEXT COLLATE "C" NOT NULL, 
	score DOUBLE PRECISION, 
	CONSTRAINT pk_quote_voice PRIMARY KEY (quote, role, n), 
	CONSTRAINT ck_quote_voice_score CHECK (0 <= score AND score <= 1), 
	CONSTRAINT ck_quote_voice_role CHECK (role IN ('speaker', 'via')), 
	CONSTRAINT ck_quote_voice_range CHECK ((start IS NULL AND stop IS NULL) OR (start IS NOT NULL AND stop IS NOT NULL AND 0 <= start AND start < stop)), 
	CONSTRAINT fk_quote_voice_quote FOREIGN KEY(quote) REFERENCES quote (id), 
	CONSTRAINT fk_quote_voice_speaker FOREIGN KEY(speaker) REFERENCES speaker (id)
);

CREATE INDEX ix_quote_voice_speaker ON quote_voice (speaker);

CREATE TABLE quote_label (
	quote INTEGER NOT NULL, 
	field TEXT COLLATE "C" NOT NULL, 
	n INTEGER NOT NULL, 
	value TEXT COLLATE "C" NOT NULL, 
	target TEXT COLLATE "C", 
	origin TEXT COLLATE "C" NOT NULL, 
	score DOUBLE PRECISION, 
	CONSTRAINT pk_quote_label PRIMARY KEY (quote, field, n), 
	CONSTRAINT ck_quote_label_score CHECK (0 <= score AND score <= 1), 
	CONSTRAINT fk_quote_label_quote FOREIGN KEY(quote) REFERENCES quote (id)
);

CREATE TABLE verdict (
	layer INTEGER NOT NULL, 
	proposal TEXT COLLATE "C" NOT NULL, 
	article INTEGER NOT NULL, 
	kind TEXT COLLATE "C" NOT NULL, 
	at TEXT COLLATE "C", 
	CONSTRAINT pk_verdict PRIMARY KEY (layer, proposal), 
	CONSTRAINT ck_verdict_kind CHECK (kind IN ('accepted', 'corrected', 'rejected')), 
	CONSTRAINT fk_verdict_layer FOREIGN KEY(layer) REFERENCES layer (id), 
	CONSTRAINT fk_verdict_proposal FOREIGN KEY(proposal) REFERENCES quote (uid), 
	CONSTRAINT fk_verdict_article FOREIGN KEY(article) REFERENCES article (id)
);

CREATE INDEX ix_verdict_article_layer ON verdict (article, layer);

CREATE TABLE note (
	id SERIAL NOT NULL, 
	uid TEXT COLLATE "C" NOT NULL, 
	article INTEGER NOT NULL, 
	layer INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	stop INTEGER NOT NULL, 
	text TEXT COLLATE "C" NOT NULL, 
	quote TEXT COLLATE "C", 
	deleted INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_note PRIMARY KEY (id), 
	CONSTRAINT ck_note_range CHECK (0 <= start AND start < stop), 
	CONSTRAINT ck_note_deleted CHECK (deleted IN (0, 1)), 
	CONSTRAINT uq_note_uid UNIQUE (uid), 
	CONSTRAINT fk_note_article FOREIGN KEY(article) REFERENCES article (id), 
	CONSTRAINT fk_note_layer FOREIGN KEY(layer) REFERENCES layer (id), 
	CONSTRAINT fk_note_quote FOREIGN KEY(quote) REFERENCES quote (uid)
);

CREATE INDEX ix_note_article_layer ON note (article, layer);

CREATE TABLE again (
	layer INTEGER NOT NULL, 
	article INTEGER NOT NULL, 
	start INTEGER NOT NULL, 
	stop INTEGER NOT NULL, 
	why TEXT COLLATE "C" NOT NULL, 
	quote TEXT COLLATE "C", 
	CONSTRAINT pk_again PRIMARY KEY (layer, article, start, stop), 
	CONSTRAINT ck_again_range CHECK (0 <= start AND start < stop), 
	CONSTRAINT fk_again_layer FOREIGN KEY(layer) REFERENCES layer (id), 
	CONSTRAINT fk_again_article FOREIGN KEY(article) REFERENCES article (id), 
	CONSTRAINT fk_again_quote FOREIGN KEY(quote) REFERENCES quote (uid)
);

CREATE TABLE ruling (
	id SERIAL NOT NULL, 
	uid TEXT COLLATE "C" NOT NULL, 
	actor INTEGER NOT NULL, 
	note TEXT COLLATE "C", 
	section TEXT COLLATE "C" NOT NULL, 
	text TEXT COLLATE "C" NOT NULL, 
	at TEXT COLLATE "C" NOT NULL, 
	deleted INTEGER DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_ruling PRIMARY KEY (id), 
	CONSTRAINT ck_ruling_deleted CHECK (deleted IN (0, 1)), 
	CONSTRAINT uq_ruling_uid UNIQUE (uid), 
	CONSTRAINT fk_ruling_actor FOREIGN KEY(actor) REFERENCES actor (id), 
	CONSTRAINT fk_ruling_note FOREIGN KEY(note) REFERENCES note (uid)
);

