#!/usr/bin/env bash

# --8<-- [start:name]
#en For practice only: this computer answers under the name. In earnest, set the name in your DNS.
#zh 仅供练习：让本机用这个名字应答。正式使用时，请在 DNS 里设置。
echo "$(hostname -I | cut -d ' ' -f 1) registry.example.com # practice" | sudo tee -a /etc/hosts
# --8<-- [end:name]
# --8<-- [start:name-check]
[[ $(getent hosts registry.example.com) != 127.* ]]
# --8<-- [end:name-check]

# --8<-- [start:authority]
mkdir -p registry/certs registry/auth
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 3650 \
  -subj '/CN=Our registry CA' -keyout registry/ca.key -out registry/ca.crt
# --8<-- [end:authority]
# --8<-- [start:authority-check]
openssl x509 -in registry/ca.crt -noout -text | grep -q CA:TRUE
[[ $(stat -c %a registry/ca.key) == 600 ]]
# --8<-- [end:authority-check]

# --8<-- [start:certificate]
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -subj '/CN=registry.example.com' \
  -addext 'subjectAltName=DNS:registry.example.com' -keyout registry/certs/registry.key -out registry/registry.csr
openssl x509 -req -in registry/registry.csr -CA registry/ca.crt -CAkey registry/ca.key -days 397 \
  -copy_extensions copy -out registry/certs/registry.crt
openssl verify -CAfile registry/ca.crt -verify_hostname registry.example.com registry/certs/registry.crt
# --8<-- [end:certificate]

# --8<-- [start:user]
(umask 077 && openssl rand -base64 18 >registry/password.txt)
docker run --rm -i httpd:2 htpasswd -Bin alice <registry/password.txt >registry/auth/htpasswd
# --8<-- [end:user]
# --8<-- [start:user-check]
# shellcheck disable=SC2016
[[ $(head -c 10 registry/auth/htpasswd) == 'alice:$2y$' ]]
# --8<-- [end:user-check]

# --8<-- [start:run]
docker run -d --name registry --restart=always -p 443:443 \
  -v "$PWD/registry/config.yml:/etc/distribution/config.yml:ro" \
  -v "$PWD/registry/certs:/certs:ro" \
  -v "$PWD/registry/auth:/auth:ro" \
  -v registry-data:/var/lib/registry \
  registry:3
# --8<-- [end:run]
# --8<-- [start:run-check]
timeout 10 bash -c "until curl -sS --cacert registry/ca.crt -o /dev/null -w '%{http_code}' https://registry.example.com/v2/ 2>/dev/null | grep -q 401; do sleep 0.1; done"
# --8<-- [end:run-check]

# --8<-- [start:untrusted]
docker pull registry.example.com/demo/web:1.0
# --8<-- [end:untrusted]

# --8<-- [start:trust]
sudo mkdir -p /etc/docker/certs.d/registry.example.com
sudo cp registry/ca.crt /etc/docker/certs.d/registry.example.com/ca.crt
# --8<-- [end:trust]

# --8<-- [start:wrong-name]
docker pull "$(hostname -I | cut -d ' ' -f 1)/demo/web:1.0"
# --8<-- [end:wrong-name]

# --8<-- [start:push]
docker login registry.example.com --username alice --password-stdin <registry/password.txt
docker pull --quiet nginx:1
docker tag nginx:1 registry.example.com/demo/web:1.0
docker push --quiet registry.example.com/demo/web:1.0
# --8<-- [end:push]
# --8<-- [start:push-check]
# An engine that has none of the images pulls it, too: it plays the other computer.
other() { sudo docker --config "$HOME/.docker" --host unix:///run/other.sock "$@"; }
sudo ip link add docker1 type bridge
sudo ip addr add 172.31.250.1/24 dev docker1
sudo systemd-run --quiet --unit other-engine dockerd --host unix:///run/other.sock --data-root /var/lib/other \
  --exec-root /run/other --pidfile /run/other.pid --bridge docker1 --iptables=false --ip6tables=false \
  --containerd-namespace other --containerd-plugins-namespace other-plugins
timeout 30 bash -c 'until sudo docker --host unix:///run/other.sock ps >/dev/null 2>&1; do sleep 0.2; done'
[[ -z $(other image ls -q) ]]
other pull --quiet registry.example.com/demo/web:1.0
[[ $(other image inspect --format '{{.RootFS.Layers}}' registry.example.com/demo/web:1.0) == "$(docker image inspect --format '{{.RootFS.Layers}}' registry.example.com/demo/web:1.0)" ]]
sudo systemctl stop other-engine
sudo ip link delete docker1
sudo rm -rf /var/lib/other
# --8<-- [end:push-check]

# --8<-- [start:catalog]
(umask 077 && printf 'machine registry.example.com login alice password %s\n' "$(cat registry/password.txt)" >registry/netrc)
curl -fsS --cacert registry/ca.crt --netrc-file registry/netrc https://registry.example.com/v2/_catalog
curl -fsS --cacert registry/ca.crt --netrc-file registry/netrc https://registry.example.com/v2/demo/web/tags/list
# --8<-- [end:catalog]
# --8<-- [start:catalog-check]
curl -fsS --cacert registry/ca.crt --netrc-file registry/netrc https://registry.example.com/v2/_catalog | grep -q '"demo/web"'
# --8<-- [end:catalog-check]

# --8<-- [start:anonymous]
curl -fsS --cacert registry/ca.crt https://registry.example.com/v2/_catalog
# --8<-- [end:anonymous]

# --8<-- [start:second-user]
(umask 077 && openssl rand -base64 18 >registry/bob.txt)
docker run --rm -i httpd:2 htpasswd -Bin bob <registry/bob.txt >>registry/auth/htpasswd
docker login registry.example.com --username bob --password-stdin <registry/bob.txt
# --8<-- [end:second-user]

# --8<-- [start:remove-user]
sed -i '/^bob:/d' registry/auth/htpasswd
docker login registry.example.com --username bob --password-stdin <registry/bob.txt
# --8<-- [end:remove-user]

# --8<-- [start:restart]
sudo systemctl restart docker
docker ps --format '{{.Names}}: {{.Status}}'
# --8<-- [end:restart]
# --8<-- [start:restart-check]
timeout 10 bash -c "until curl -sS --cacert registry/ca.crt -o /dev/null -w '%{http_code}' https://registry.example.com/v2/ 2>/dev/null | grep -q 401; do sleep 0.1; done"
sudo systemctl reset-failed docker
# --8<-- [end:restart-check]

# --8<-- [start:delete]
docker login registry.example.com --username alice --password-stdin <registry/password.txt
docker exec registry du -sh /var/lib/registry
index=application/vnd.oci.image.index.v1+json,application/vnd.docker.distribution.manifest.list.v2+json
manifest=application/vnd.oci.image.manifest.v1+json,application/vnd.docker.distribution.manifest.v2+json
digest=$(curl -fsS --head --cacert registry/ca.crt --netrc-file registry/netrc --header "Accept: $index,$manifest" \
  https://registry.example.com/v2/demo/web/manifests/1.0 | sed -n 's/^docker-content-digest: \(sha256:[0-9a-f]*\).*/\1/Ip')
curl -fsS --cacert registry/ca.crt --netrc-file registry/netrc -X DELETE "https://registry.example.com/v2/demo/web/manifests/$digest"
curl -fsS --cacert registry/ca.crt --netrc-file registry/netrc https://registry.example.com/v2/demo/web/tags/list
docker exec registry du -sh /var/lib/registry
# --8<-- [end:delete]
# --8<-- [start:delete-check]
curl -fsS --cacert registry/ca.crt --netrc-file registry/netrc https://registry.example.com/v2/demo/web/tags/list | grep -q '"tags":null'
(($(docker exec registry du -sm /var/lib/registry | cut -f 1) >= 10))
# --8<-- [end:delete-check]

# --8<-- [start:collect]
docker exec registry registry garbage-collect --dry-run --delete-untagged /etc/distribution/config.yml | tail -n 5
docker exec registry registry garbage-collect --delete-untagged /etc/distribution/config.yml >/dev/null 2>&1
docker exec registry du -sh /var/lib/registry
# --8<-- [end:collect]
# --8<-- [start:collect-check]
(($(docker exec registry du -sm /var/lib/registry | cut -f 1) <= 1))
# --8<-- [end:collect-check]

# --8<-- [start:no-restart]
docker push --quiet registry.example.com/demo/web:1.0
docker rmi registry.example.com/demo/web:1.0
docker pull registry.example.com/demo/web:1.0
# --8<-- [end:no-restart]

# --8<-- [start:restart-registry]
docker restart registry
sleep 2
docker tag nginx:1 registry.example.com/demo/web:1.0
docker push --quiet registry.example.com/demo/web:1.0
docker rmi registry.example.com/demo/web:1.0
docker pull registry.example.com/demo/web:1.0
# --8<-- [end:restart-registry]
# --8<-- [start:restart-registry-check]
docker image inspect registry.example.com/demo/web:1.0 >/dev/null
# --8<-- [end:restart-registry-check]

# --8<-- [start:plain]
docker run -d --name plain -p 5000:5000 registry:3
sleep 2
docker tag nginx:1 registry.example.com:5000/demo/web:1.0
docker push registry.example.com:5000/demo/web:1.0
# --8<-- [end:plain]

# --8<-- [start:backup]
#en Keep a copy of the file, once; an empty one if you have none yet.
#zh 先给配置文件留一份备份，只备份一次；还没有这个文件的，留一份空的。
if [ ! -e /etc/docker/daemon.json.before-registry ]; then
  sudo touch /etc/docker/daemon.json
  sudo cp -a /etc/docker/daemon.json /etc/docker/daemon.json.before-registry
fi
# --8<-- [end:backup]
# --8<-- [start:backup-check]
[[ -d /etc/docker ]]
# --8<-- [end:backup-check]

# --8<-- [start:insecure]
sudo systemctl reload docker
#en A reload does not wait for the daemon, so give it a moment.
#zh 重新加载不会等守护进程处理完，稍等片刻再看。
sleep 1
docker info | sed -n '/Insecure Registries/,/Live Restore/p'
docker push --quiet registry.example.com:5000/demo/web:1.0
# --8<-- [end:insecure]
# --8<-- [start:insecure-check]
curl -fsS http://registry.example.com:5000/v2/_catalog | grep -q '"demo/web"'
[[ $(docker inspect --format '{{.State.Running}}' registry) == true ]]
# --8<-- [end:insecure-check]

# --8<-- [start:brackets]
echo '{"insecure-registries": ["[registry]:5000"]}' | sudo tee /etc/docker/daemon.json
sudo systemctl restart docker
# --8<-- [end:brackets]
# --8<-- [start:brackets-check]
timeout 30 bash -c "until [[ \$(systemctl is-active docker) == failed ]]; do sleep 0.2; done"
timeout 10 bash -c "until sudo journalctl --unit docker --no-pager --output cat --grep 'invalid host'; do sleep 0.1; done"
# --8<-- [end:brackets-check]

# --8<-- [start:journal]
sudo journalctl --unit docker --no-pager --output cat --grep 'failed to start daemon' --lines 1
# --8<-- [end:journal]
# --8<-- [start:journal-check]
sudo journalctl --unit docker --no-pager --output cat --grep 'failed to start daemon' --lines 1 | grep -q 'invalid host'
# --8<-- [end:journal-check]

# --8<-- [start:restore]
#en The file becomes what it was before this page. If you changed it since, take out only what this page added.
#zh 配置文件恢复到本页之前的样子。之后又改过的，只删掉本页加的内容。
if [ -e /etc/docker/daemon.json.before-registry ]; then
  sudo mv /etc/docker/daemon.json.before-registry /etc/docker/daemon.json
  [ -s /etc/docker/daemon.json ] || sudo rm /etc/docker/daemon.json
fi
sudo systemctl reset-failed docker
sudo systemctl restart docker
docker rm -f -v plain
docker ps --format '{{.Names}}: {{.Status}}'
# --8<-- [end:restore]
# --8<-- [start:restore-check]
[[ $(docker ps --format '{{.Names}}') == registry ]]
# --8<-- [end:restore-check]

# --8<-- [start:undo]
docker logout registry.example.com
docker rm -f -v registry
docker volume rm registry-data
docker rmi registry.example.com/demo/web:1.0 registry.example.com:5000/demo/web:1.0 nginx:1 registry:3 httpd:2
sudo rm -r /etc/docker/certs.d/registry.example.com
sudo sh -c "grep -v ' registry.example.com # practice$' /etc/hosts >/etc/hosts.new; cat /etc/hosts.new >/etc/hosts; rm /etc/hosts.new"
rm -r registry
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq)$(docker volume ls -q)$(docker image ls -q) ]]
[[ ! -e registry && ! -e /etc/docker/certs.d/registry.example.com && ! -e /etc/docker/daemon.json ]]
if grep registry.example.com /etc/hosts ~/.docker/config.json; then exit 1; fi
# --8<-- [end:undo-check]
