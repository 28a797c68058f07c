/* libpq for Swift, and the few names of it that Swift cannot import. */
#ifndef DUNLIN_CPOSTGRES_H
#define DUNLIN_CPOSTGRES_H

#include <libpq-fe.h>

/* Character literals as macros, which Swift leaves out. */
static const int cpostgres_sqlstate = PG_DIAG_SQLSTATE;
static const int cpostgres_primary = PG_DIAG_MESSAGE_PRIMARY;
static const int cpostgres_table = PG_DIAG_TABLE_NAME;
static const int cpostgres_column = PG_DIAG_COLUMN_NAME;
static const int cpostgres_constraint = PG_DIAG_CONSTRAINT_NAME;

#endif
