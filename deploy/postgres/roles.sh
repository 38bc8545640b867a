#!/bin/sh
# Run once, when the database is made: the role that the shop uses. The migrations grant it what it may do.
set -eu
password="$(cat /run/secrets/postgres_app_password)"
psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set ON_ERROR_STOP=1 --set password="$password" <<'SQL'
CREATE ROLE doorbuster_app LOGIN PASSWORD :'password';
SQL
