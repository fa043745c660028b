#!/usr/bin/env bash
# --8<-- [start:current]
docker version --format 'client {{.Client.Version}}, daemon {{.Server.Version}}'
dpkg-query --show docker-ce docker-ce-cli containerd.io
# --8<-- [end:current]
# --8<-- [start:list]
sudo apt-get update
apt-cache madison docker-ce
# --8<-- [end:list]
# --8<-- [start:list-check]
[[ $(apt-cache madison docker-ce | wc --lines) -ge 2 ]]
# --8<-- [end:list-check]
# --8<-- [start:choose]
#en The second newest. For another one, write it out, as the list has it: VERSION=…
#zh 这里取第二新的版本。要别的版本，照列表写全：VERSION=…
VERSION=$(apt-cache madison docker-ce | awk '{ print $3 }' | uniq | sed -n 2p)
echo "$VERSION"
# --8<-- [end:choose]
# --8<-- [start:choose-check]
dpkg --compare-versions "$VERSION" lt "$(dpkg-query --showformat='${Version}' --show docker-ce)"
# --8<-- [end:choose-check]
# --8<-- [start:install]
sudo apt-get install -y --allow-downgrades docker-ce="$VERSION" docker-ce-cli="$VERSION"
# --8<-- [end:install]
# --8<-- [start:install-check]
[[ $(dpkg-query --showformat='${Version}' --show docker-ce) == "$VERSION" ]]
[[ $(dpkg-query --showformat='${Version}' --show docker-ce-cli) == "$VERSION" ]]
# --8<-- [end:install-check]
# --8<-- [start:confirm]
docker version --format 'client {{.Client.Version}}, daemon {{.Server.Version}}'
# --8<-- [end:confirm]
# --8<-- [start:confirm-check]
wanted=${VERSION#*:}
[[ $(docker version --format '{{.Client.Version}}') == "${wanted%%-*}"* ]]
[[ $(docker version --format '{{.Server.Version}}') == "${wanted%%-*}"* ]]
# --8<-- [end:confirm-check]
# --8<-- [start:hold]
sudo apt-mark hold docker-ce docker-ce-cli
apt-mark showhold
# --8<-- [end:hold]
# --8<-- [start:hold-check]
if apt-get --simulate upgrade | grep '^Inst docker-ce'; then exit 1; fi
# --8<-- [end:hold-check]
# --8<-- [start:unhold]
sudo apt-mark unhold docker-ce docker-ce-cli
# --8<-- [end:unhold]
# --8<-- [start:unhold-check]
[[ -z $(apt-mark showhold docker-ce docker-ce-cli) ]]
apt-get --simulate upgrade | grep '^Inst docker-ce ' >/dev/null
# --8<-- [end:unhold-check]
# --8<-- [start:newest]
sudo apt-get install -y docker-ce docker-ce-cli
# --8<-- [end:newest]
# --8<-- [start:newest-check]
newest=$(apt-cache madison docker-ce | awk 'NR == 1 { print $3 }')
[[ $(dpkg-query --showformat='${Version}' --show docker-ce) == "$newest" ]]
newest=${newest#*:}
[[ $(docker version --format '{{.Server.Version}}') == "${newest%%-*}"* ]]
# --8<-- [end:newest-check]
