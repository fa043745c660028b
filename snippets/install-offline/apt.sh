#!/usr/bin/env bash
set -e
# --8<-- [start:download]
sudo apt-get clean
sudo apt-get install -y --download-only docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin
mkdir docker-offline
cp /var/cache/apt/archives/*.deb docker-offline/
(cd docker-offline && sha256sum ./*.deb | tee SHA256SUMS)
# --8<-- [end:download]
# --8<-- [start:download-check]
for package in docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin; do
  compgen -G "docker-offline/${package}_*.deb" >/dev/null
done
(($(wc --lines <docker-offline/SHA256SUMS) >= 5))
# --8<-- [end:download-check]
# --8<-- [start:cut-off]
sudo mv /etc/apt/sources.list.d /etc/apt/sources.list.d.away
sudo apt-get clean
sudo apt-get update
apt-cache policy docker-ce
# --8<-- [end:cut-off]
# --8<-- [start:cut-off-check]
[[ -z $(apt-cache madison docker-ce curl) ]]
# --8<-- [end:cut-off-check]
# --8<-- [start:install]
cd docker-offline
sha256sum --check SHA256SUMS
sudo apt-get install -y ./*.deb
# --8<-- [end:install]
# --8<-- [start:install-check]
systemctl is-active --quiet docker.service containerd.service
for package in docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin; do
  [[ $(dpkg-query --showformat='${db:Status-Status}' --show "$package") == installed ]]
done
# --8<-- [end:install-check]
# --8<-- [start:version]
sudo docker version --format 'client {{.Client.Version}}, daemon {{.Server.Version}}'
# --8<-- [end:version]
# --8<-- [start:version-check]
sudo docker run --rm hello-world | grep 'Hello from Docker' >/dev/null
sudo docker rmi hello-world >/dev/null
# --8<-- [end:version-check]
# --8<-- [start:restore]
sudo mv /etc/apt/sources.list.d.away /etc/apt/sources.list.d
sudo apt-get update
# --8<-- [end:restore]
# --8<-- [start:restore-check]
apt-cache madison docker-ce | grep 'https://download.docker.com/' >/dev/null
# --8<-- [end:restore-check]
# --8<-- [start:remove]
cd ~
rm -r docker-offline
# --8<-- [end:remove]
# --8<-- [start:remove-check]
[[ ! -e docker-offline ]]
# --8<-- [end:remove-check]
