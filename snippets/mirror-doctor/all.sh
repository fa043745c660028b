#!/usr/bin/env bash

# --8<-- [start:pull-direct]
docker pull busybox
# --8<-- [end:pull-direct]

# --8<-- [start:python]
sudo apt-get update
sudo apt-get install -y python3
python3 --version
# --8<-- [end:python]
# --8<-- [start:python-check]
python3 -c 'import sys; sys.exit(sys.version_info < (3, 9))'
# --8<-- [end:python-check]

# --8<-- [start:download]
curl -fsSLO https://docker-verified.example/mirror-doctor.pyz
curl -fsSLO https://docker-verified.example/mirror-doctor.pyz.sha256
sha256sum -c mirror-doctor.pyz.sha256
# --8<-- [end:download]

# --8<-- [start:catalogue]
python3 mirror-doctor.pyz probe
# --8<-- [end:catalogue]

# --8<-- [start:probe]
python3 mirror-doctor.pyz probe \
  https://mirror.example.com \
  https://dead-mirror.example.net \
  https://page-mirror.example.net \
  https://slow-mirror.example.net \
  https://poisoned-mirror.example.net
# --8<-- [end:probe]

# --8<-- [start:keep]
python3 mirror-doctor.pyz probe --json \
  https://mirror.example.com \
  https://dead-mirror.example.net \
  https://page-mirror.example.net \
  https://slow-mirror.example.net \
  https://poisoned-mirror.example.net >mirrors.json
# --8<-- [end:keep]
# --8<-- [start:keep-check]
python3 - <<'PYTHON'
import json
found = {result["mirror"]: result["class"] for result in json.load(open("mirrors.json"))["results"]}
assert found == {
    "https://mirror.example.com": "ok",
    "https://dead-mirror.example.net": "connect_refused",
    "https://page-mirror.example.net": "html_200",
    "https://slow-mirror.example.net": "slow",
    "https://poisoned-mirror.example.net": "unknown_digest",
}, found
PYTHON
# --8<-- [end:keep-check]

# --8<-- [start:dry-run]
python3 mirror-doctor.pyz apply --from-report mirrors.json --dry-run
# --8<-- [end:dry-run]
# --8<-- [start:dry-run-check]
[[ ! -e /etc/docker/daemon.json ]]
# --8<-- [end:dry-run-check]

# --8<-- [start:apply]
sudo python3 mirror-doctor.pyz apply --from-report mirrors.json
# --8<-- [end:apply]
# --8<-- [start:apply-check]
[[ $(docker info --format '{{.RegistryConfig.Mirrors}}') == '[https://mirror.example.com/]' ]]
sudo dockerd --validate --config-file=/etc/docker/daemon.json
# --8<-- [end:apply-check]

# --8<-- [start:pull]
docker pull busybox
# --8<-- [end:pull]
# --8<-- [start:pull-check]
docker image inspect busybox >/dev/null
# --8<-- [end:pull-check]

# --8<-- [start:lint]
python3 mirror-doctor.pyz lint /etc/docker/daemon.json
# --8<-- [end:lint]

# --8<-- [start:undo]
sudo python3 mirror-doctor.pyz undo
docker info --format '{{json .RegistryConfig.Mirrors}}'
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ ! -e /etc/docker/daemon.json ]]
[[ $(docker info --format '{{.RegistryConfig.Mirrors}}') == '[]' ]]
# --8<-- [end:undo-check]

# --8<-- [start:remove]
rm mirror-doctor.pyz mirror-doctor.pyz.sha256 mirrors.json
docker rmi busybox
# --8<-- [end:remove]
# --8<-- [start:remove-check]
[[ ! -e mirror-doctor.pyz && -z $(docker image ls -q) ]]
# --8<-- [end:remove-check]
