#!/usr/bin/env bash
set -e

# --8<-- [start:ready]
docker version --format 'Docker Engine {{.Server.Version}}'
docker compose version
# --8<-- [end:ready]

# --8<-- [start:environment]
docker run -d --name leaky -e DB_PASSWORD=seen-by-many busybox sleep 1000
docker inspect --format '{{json .Config.Env}}' leaky
docker exec leaky env
# --8<-- [end:environment]
# --8<-- [start:environment-check]
[[ $(docker inspect --format '{{json .Config.Env}}' leaky) == *DB_PASSWORD=seen-by-many* ]]
[[ $(docker exec leaky env) == *DB_PASSWORD=seen-by-many* ]]
# It leaves the container with its settings, too.
docker commit leaky leaked >/dev/null
[[ $(docker image inspect --format '{{json .Config.Env}}' leaked) == *DB_PASSWORD=seen-by-many* ]]
docker rmi leaked >/dev/null
# --8<-- [end:environment-check]

# --8<-- [start:secret]
mkdir ~/keeper
cd ~/keeper
(umask 077 && openssl rand -base64 18 >password.txt)
ls -l password.txt
# --8<-- [end:secret]
# --8<-- [start:secret-check]
[[ $(stat -c %a password.txt) == 600 ]]
(($(wc -c <password.txt) == 25))
# --8<-- [end:secret-check]

# --8<-- [start:file]
docker run -d --name keeper --user "$(id -u):$(id -g)" \
  --mount type=bind,src="$PWD/password.txt",dst=/run/secrets/db_password,readonly \
  busybox sleep 1000
docker exec keeper wc -c /run/secrets/db_password
# --8<-- [end:file]
# --8<-- [start:file-check]
[[ $(docker exec keeper cat /run/secrets/db_password) == "$(cat password.txt)" ]]
if docker inspect keeper | grep -F "$(cat password.txt)"; then exit 1; fi
if docker exec keeper env | grep -F "$(cat password.txt)"; then exit 1; fi
# Another user of the container cannot read it.
if docker exec --user 4242 keeper cat /run/secrets/db_password 2>/dev/null; then exit 1; fi
# --8<-- [end:file-check]

# --8<-- [start:inspect]
docker inspect --format '{{json .Config.Env}}' keeper
docker inspect --format '{{range .Mounts}}{{.Destination}}, writable: {{.RW}}{{end}}' keeper
# --8<-- [end:inspect]
# --8<-- [start:inspect-check]
[[ $(docker inspect --format '{{range .Mounts}}{{.Destination}} {{.RW}}{{end}}' keeper) == '/run/secrets/db_password false' ]]
# --8<-- [end:inspect-check]

# --8<-- [start:write]
docker exec keeper sh -c 'echo mine >/run/secrets/db_password'
# --8<-- [end:write]

# --8<-- [start:compose]
docker compose up -d
docker compose exec -T app wc -c /run/secrets/db_password
# --8<-- [end:compose]
# --8<-- [start:compose-check]
[[ $(docker compose exec -T app cat /run/secrets/db_password) == "$(cat password.txt)" ]]
if docker inspect keeper-app-1 | grep -F "$(cat password.txt)"; then exit 1; fi
if docker compose config | grep -F "$(cat password.txt)"; then exit 1; fi
# --8<-- [end:compose-check]

# --8<-- [start:missing]
docker run --rm --mount type=bind,src="$PWD/pasword.txt",dst=/run/secrets/db_password,readonly busybox true
# --8<-- [end:missing]

# --8<-- [start:directory]
docker run --rm -v "$PWD/pasword.txt:/run/secrets/db_password:ro" busybox cat /run/secrets/db_password
# --8<-- [end:directory]
# --8<-- [start:directory-check]
[[ -d pasword.txt ]]
# --8<-- [end:directory-check]

# --8<-- [start:remove-directory]
sudo rmdir pasword.txt
# --8<-- [end:remove-directory]
# --8<-- [start:remove-directory-check]
[[ ! -e pasword.txt ]]
# --8<-- [end:remove-directory-check]

# --8<-- [start:undo]
docker compose down
docker rm -f leaky keeper
docker rmi busybox
cd ~
rm -r ~/keeper
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq)$(docker image ls -q) ]]
[[ ! -e keeper ]]
# --8<-- [end:undo-check]
