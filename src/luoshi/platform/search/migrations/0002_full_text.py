"""The full-text index: an FTS5 table kept by triggers on SQLite, a GIN index on PostgreSQL.

A later migration that makes SQLite rebuild search_searchentry must create the triggers again: dropping the old table
drops them.
"""

from django.db import migrations

SQLITE = (
    "CREATE VIRTUAL TABLE search_terms USING fts5("
    "terms, content='search_searchentry', content_rowid='id', tokenize='ascii', detail='none', prefix='1 3')",
    "CREATE TRIGGER search_terms_insert AFTER INSERT ON search_searchentry BEGIN "
    "INSERT INTO search_terms(rowid, terms) VALUES (new.id, new.terms); END",
    "CREATE TRIGGER search_terms_delete AFTER DELETE ON search_searchentry BEGIN "
    "INSERT INTO search_terms(search_terms, rowid, terms) VALUES ('delete', old.id, old.terms); END",
    "CREATE TRIGGER search_terms_update AFTER UPDATE ON search_searchentry BEGIN "
    "INSERT INTO search_terms(search_terms, rowid, terms) VALUES ('delete', old.id, old.terms); "
    "INSERT INTO search_terms(rowid, terms) VALUES (new.id, new.terms); END",
)
SQLITE_BACK = (
    "DROP TRIGGER search_terms_update",
    "DROP TRIGGER search_terms_delete",
    "DROP TRIGGER search_terms_insert",
    "DROP TABLE search_terms",
)
POSTGRESQL = (
    "CREATE INDEX search_terms ON search_searchentry USING gin (array_to_tsvector(string_to_array(terms, ' ')))",
)
POSTGRESQL_BACK = ("DROP INDEX search_terms",)


def create(apps, schema_editor):
    run(schema_editor, SQLITE, POSTGRESQL)


def drop(apps, schema_editor):
    run(schema_editor, SQLITE_BACK, POSTGRESQL_BACK)


def run(schema_editor, sqlite, postgresql):
    for statement in {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
