#!/usr/bin/env bash
# --8<-- [start:current]
docker version --format 'client {{.Client.Version}}, daemon {{.Server.Version}}'
rpm --query docker-ce docker-ce-cli containerd.io
# --8<-- [end:current]
# --8<-- [start:list]
dnf --quiet list --showduplicates docker-ce | sort --version-sort --reverse
# --8<-- [end:list]
# --8<-- [start:list-check]
[[ $(dnf --quiet repoquery docker-ce | wc --lines) -ge 2 ]]
# --8<-- [end:list-check]
# --8<-- [start:choose]
#en The second newest. For another one, write it out: VERSION=29.9.0-1.fc44
#zh 这里取第二新的版本。要别的版本，直接写全：VERSION=29.9.0-1.fc44
VERSION=$(dnf --quiet list --showduplicates docker-ce |
  awk '/^docker-ce/ { sub(/^[0-9]+:/, "", $2); print $2 }' |
  sort --version-sort --reverse | uniq | sed -n 2p)
echo "$VERSION"
# --8<-- [end:choose]
# --8<-- [start:choose-check]
[[ $VERSION != "$(rpm --query --queryformat '%{VERSION}-%{RELEASE}' docker-ce)" ]]
dnf --quiet repoquery "docker-ce-$VERSION" | grep docker-ce >/dev/null
# --8<-- [end:choose-check]
# --8<-- [start:install]
sudo dnf -y install "docker-ce-$VERSION" "docker-ce-cli-$VERSION"
# --8<-- [end:install]
# --8<-- [start:install-check]
[[ $(rpm --query --queryformat '%{VERSION}-%{RELEASE}' docker-ce) == "$VERSION" ]]
[[ $(rpm --query --queryformat '%{VERSION}-%{RELEASE}' docker-ce-cli) == "$VERSION" ]]
# --8<-- [end:install-check]
# --8<-- [start:confirm]
docker version --format 'client {{.Client.Version}}, daemon {{.Server.Version}}'
# --8<-- [end:confirm]
# --8<-- [start:confirm-check]
[[ $(docker version --format '{{.Client.Version}}') == "${VERSION%%-*}"* ]]
[[ $(docker version --format '{{.Server.Version}}') == "${VERSION%%-*}"* ]]
# --8<-- [end:confirm-check]
# --8<-- [start:hold]
sudo dnf versionlock add docker-ce docker-ce-cli
dnf versionlock list
# --8<-- [end:hold]
# --8<-- [start:hold-check]
sudo dnf --assumeno upgrade docker-ce docker-ce-cli
# --8<-- [end:hold-check]
# --8<-- [start:unhold]
sudo dnf versionlock delete docker-ce docker-ce-cli
# --8<-- [end:unhold]
# --8<-- [start:unhold-check]
if sudo dnf --assumeno upgrade docker-ce docker-ce-cli; then exit 1; fi
# --8<-- [end:unhold-check]
# --8<-- [start:newest]
sudo dnf -y upgrade docker-ce docker-ce-cli
# --8<-- [end:newest]
# --8<-- [start:newest-check]
newest=$(dnf --quiet repoquery --latest-limit=1 --queryformat '%{version}\n' docker-ce | grep .)
[[ $(rpm --query --queryformat '%{VERSION}' docker-ce) == "$newest" ]]
[[ $(docker version --format '{{.Server.Version}}') == "$newest"* ]]
# --8<-- [end:newest-check]
