#!/usr/bin/env bash
set -e
# --8<-- [start:download]
dnf -y download --resolve --destdir docker-offline docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin
rpm --checksig docker-offline/docker-*.rpm docker-offline/containerd.io-*.rpm
(cd docker-offline && sha256sum ./*.rpm | tee SHA256SUMS)
# --8<-- [end:download]
# --8<-- [start:download-check]
for package in docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin; do
  compgen -G "docker-offline/${package}-[0-9]*.rpm" >/dev/null
done
(($(wc --lines <docker-offline/SHA256SUMS) >= 5))
# --8<-- [end:download-check]
# --8<-- [start:cut-off]
echo 'proxy=http://127.0.0.1:9' | sudo tee -a /etc/dnf/dnf.conf
sudo dnf clean all
# --8<-- [end:cut-off]
# --8<-- [start:cut-off-check]
if sudo dnf makecache; then exit 1; fi
# --8<-- [end:cut-off-check]
# --8<-- [start:install]
cd docker-offline
sha256sum --check SHA256SUMS
sudo dnf -y --disablerepo='*' install ./*.rpm
# --8<-- [end:install]
# --8<-- [start:install-check]
rpm --query docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin >/dev/null
# --8<-- [end:install-check]
# --8<-- [start:version]
sudo docker version --format 'client {{.Client.Version}}, daemon {{.Server.Version}}'
# --8<-- [end:version]
# --8<-- [start:version-check]
sudo docker run --rm hello-world | grep 'Hello from Docker' >/dev/null
sudo docker rmi hello-world >/dev/null
# --8<-- [end:version-check]
# --8<-- [start:restore]
sudo sed -i '/^proxy=http:.*127.0.0.1:9$/d' /etc/dnf/dnf.conf
sudo dnf -y makecache
# --8<-- [end:restore]
# --8<-- [start:restore-check]
dnf --quiet repoquery --location docker-ce | grep 'https://download.docker.com/' >/dev/null
# --8<-- [end:restore-check]
# --8<-- [start:remove]
cd ~
rm -r docker-offline
# --8<-- [end:remove]
# --8<-- [start:remove-check]
[[ ! -e docker-offline ]]
# --8<-- [end:remove-check]
