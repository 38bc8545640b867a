#!/bin/sh
# Makes every password of docker-compose.yml, once: what exists is kept.
set -eu
cd "$(dirname "$0")/secrets"
# Containers read the files as other users, so not the files but the way to them is closed.
chmod 0700 .

make() {
    test -s "$1" || printf '%s\n' "$2" > "$1"
    chmod 0644 "$1"
}

random() {
    # Letters and digits: safe inside of an address.
    LC_ALL=C tr -dc 'A-Za-z0-9' < /dev/urandom | head -c 40
}

for name in jwt_secret postgres_owner_password postgres_app_password redis_password storage_password grafana_password; do
    make "$name" "$(random)"
done
make database_url "postgres://doorbuster_app:$(cat postgres_app_password)@postgres/doorbuster"
make database_migration_url "postgres://doorbuster_owner:$(cat postgres_owner_password)@postgres/doorbuster"
make redis_url "redis://:$(cat redis_password)@redis:6379"
echo "deploy/secrets is complete. Grafana's password (admin): $(cat grafana_password)"
