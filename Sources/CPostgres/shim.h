/* libpq, PostgreSQL's own client. Debian keeps its headers under postgresql/: no pkg-config needed. */
#pragma once
#include <postgresql/libpq-fe.h>
