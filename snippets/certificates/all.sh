#!/usr/bin/env bash
set -e

# --8<-- [start:name]
gateway=$(docker network inspect --format '{{range .IPAM.Config}}{{.Gateway}}{{end}}' bridge)
echo "$gateway registry.example.com" | sudo tee -a /etc/hosts
# --8<-- [end:name]
# --8<-- [start:name-check]
[[ $(getent hosts registry.example.com) == "$gateway"* && $gateway != 127.* ]]
# --8<-- [end:name-check]

# --8<-- [start:authority]
mkdir ~/company ~/company/certs
cd ~/company
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 3650 \
  -subj '/O=Example Ltd/CN=Example Ltd CA' -addext 'keyUsage=critical,keyCertSign,cRLSign' -keyout ca.key -out ca.crt
# --8<-- [end:authority]
# --8<-- [start:authority-check]
openssl x509 -in ca.crt -noout -text | grep -q CA:TRUE
[[ $(stat -c %a ca.key) == 600 ]]
# --8<-- [end:authority-check]

# --8<-- [start:server]
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -subj '/CN=registry.example.com' \
  -addext 'subjectAltName=DNS:registry.example.com' -addext 'extendedKeyUsage=serverAuth' \
  -keyout certs/registry.key -out registry.csr
openssl x509 -req -in registry.csr -CA ca.crt -CAkey ca.key -days 397 -copy_extensions copy -out certs/registry.crt
openssl verify -CAfile ca.crt -verify_hostname registry.example.com certs/registry.crt
# --8<-- [end:server]

# --8<-- [start:run]
docker run -d --name registry --restart=always -p "$gateway:5443:5000" \
  -v "$PWD/certs:/certs:ro" -v company-data:/var/lib/registry \
  -e REGISTRY_HTTP_TLS_CERTIFICATE=/certs/registry.crt -e REGISTRY_HTTP_TLS_KEY=/certs/registry.key \
  registry:3
# --8<-- [end:run]
# --8<-- [start:run-check]
timeout 10 bash -c "until curl -fsS --cacert ca.crt https://registry.example.com:5443/v2/ 2>/dev/null; do sleep 0.1; done"
# --8<-- [end:run-check]

# --8<-- [start:untrusted]
docker pull registry.example.com:5443/demo/app:1
# --8<-- [end:untrusted]

# --8<-- [start:look]
openssl s_client -connect registry.example.com:5443 -servername registry.example.com </dev/null 2>/dev/null |
  openssl x509 -noout -subject -issuer -ext subjectAltName
# --8<-- [end:look]
# --8<-- [start:look-check]
openssl s_client -connect registry.example.com:5443 -servername registry.example.com </dev/null 2>/dev/null |
  openssl x509 -noout -issuer | grep -q 'Example Ltd CA'
# --8<-- [end:look-check]

# --8<-- [start:authority-look]
openssl x509 -in ca.crt -noout -subject -fingerprint -sha256
# --8<-- [end:authority-look]
# --8<-- [start:authority-look-check]
[[ $(openssl x509 -in ca.crt -noout -fingerprint -sha256) == sha256\ Fingerprint=* ]]
# --8<-- [end:authority-look-check]

# --8<-- [start:wrong-directory]
sudo mkdir -p /etc/docker/certs.d/registry.example.com
sudo cp ca.crt /etc/docker/certs.d/registry.example.com/ca.crt
docker pull registry.example.com:5443/demo/app:1
# --8<-- [end:wrong-directory]

# --8<-- [start:wrong-ending]
sudo mv /etc/docker/certs.d/registry.example.com /etc/docker/certs.d/registry.example.com:5443
sudo mv /etc/docker/certs.d/registry.example.com:5443/ca.crt /etc/docker/certs.d/registry.example.com:5443/ca.cert
docker pull registry.example.com:5443/demo/app:1
# --8<-- [end:wrong-ending]

# --8<-- [start:trust]
sudo mkdir -p /etc/docker/certs.d/registry.example.com:5443
sudo cp ca.crt /etc/docker/certs.d/registry.example.com:5443/ca.crt
sudo rm -f /etc/docker/certs.d/registry.example.com:5443/ca.cert
# --8<-- [end:trust]
# --8<-- [start:trust-check]
[[ $(sudo ls /etc/docker/certs.d) == registry.example.com:5443 ]]
# --8<-- [end:trust-check]

# --8<-- [start:push]
docker pull --quiet busybox:1
docker tag busybox:1 registry.example.com:5443/demo/app:1
docker push --quiet registry.example.com:5443/demo/app:1
docker rmi registry.example.com:5443/demo/app:1
docker pull registry.example.com:5443/demo/app:1
# --8<-- [end:push]
# --8<-- [start:push-check]
docker image inspect registry.example.com:5443/demo/app:1 >/dev/null
# A build takes its base image from there, too.
echo 'FROM registry.example.com:5443/demo/app:1' | docker build --quiet --pull -
docker image prune --force >/dev/null
# Nobody else on this computer trusts the authority yet.
if curl -fsS https://registry.example.com:5443/v2/ 2>/dev/null; then exit 1; fi
# --8<-- [end:push-check]

# --8<-- [start:curl]
curl https://registry.example.com:5443/v2/
# --8<-- [end:curl]

# --8<-- [start:system]
sudo cp ca.crt /usr/local/share/ca-certificates/example-ltd.crt
sudo update-ca-certificates
curl -fsS https://registry.example.com:5443/v2/_catalog
# --8<-- [end:system]
# --8<-- [start:system-check]
[[ -e /etc/ssl/certs/example-ltd.pem ]]
# --8<-- [end:system-check]

# --8<-- [start:too-early]
sudo rm -r /etc/docker/certs.d/registry.example.com:5443
docker pull registry.example.com:5443/demo/app:1
# --8<-- [end:too-early]

# --8<-- [start:restart]
sudo systemctl restart docker
docker pull registry.example.com:5443/demo/app:1
# --8<-- [end:restart]
# --8<-- [start:restart-check]
[[ ! -e /etc/docker/certs.d/registry.example.com:5443 ]]
# systemd allows three starts a minute. A walk is faster than a reader, so it starts counting again.
sudo systemctl reset-failed docker
# --8<-- [end:restart-check]

# --8<-- [start:container]
docker run --rm --add-host registry.example.com:host-gateway python:3-slim \
  python -c "import urllib.request as r; print(r.urlopen('https://registry.example.com:5443/v2/').status)" 2>&1 |
  tail -n 1
# --8<-- [end:container]

# --8<-- [start:mount]
docker run --rm --add-host registry.example.com:host-gateway \
  -v /etc/ssl/certs/ca-certificates.crt:/company-bundle.crt:ro -e SSL_CERT_FILE=/company-bundle.crt python:3-slim \
  python -c "import urllib.request as r; print(r.urlopen('https://registry.example.com:5443/v2/').status)"
# --8<-- [end:mount]
# --8<-- [start:mount-check]
# The bundle has the public authorities, too; the certificate alone would take their place.
(($(grep -c 'BEGIN CERTIFICATE' /etc/ssl/certs/ca-certificates.crt) > 50))
# --8<-- [end:mount-check]

# --8<-- [start:build]
docker build -q -t with-ca .
docker run --rm --add-host registry.example.com:host-gateway with-ca
# --8<-- [end:build]
# --8<-- [start:build-check]
docker run --rm --add-host registry.example.com:host-gateway with-ca | grep -q demo/app
# --8<-- [end:build-check]

# --8<-- [start:secret]
docker build -q -t without-ca -f during-build.Dockerfile --add-host registry.example.com:host-gateway \
  --secret id=bundle,src=/etc/ssl/certs/ca-certificates.crt .
docker run --rm without-ca cat /status
# --8<-- [end:secret]
# --8<-- [start:secret-check]
[[ $(docker run --rm without-ca cat /status) == 200 ]]
[[ -z $(docker run --rm without-ca ls -A /run/secrets 2>/dev/null) ]]
# --8<-- [end:secret-check]

# --8<-- [start:demand]
docker rm -f registry
docker run -d --name registry --restart=always -p "$gateway:5443:5000" \
  -v "$PWD/certs:/certs:ro" -v "$PWD/ca.crt:/clients.crt:ro" -v company-data:/var/lib/registry \
  -e REGISTRY_HTTP_TLS_CERTIFICATE=/certs/registry.crt -e REGISTRY_HTTP_TLS_KEY=/certs/registry.key \
  -e REGISTRY_HTTP_TLS_CLIENTCAS='[/clients.crt]' \
  registry:3
# --8<-- [end:demand]
# --8<-- [start:demand-check]
timeout 10 bash -c "until (: </dev/tcp/registry.example.com/5443) 2>/dev/null; do sleep 0.1; done"
timeout 10 bash -c "until curl https://registry.example.com:5443/v2/ 2>&1 | grep -q 'certificate required'; do sleep 0.1; done"
# --8<-- [end:demand-check]

# --8<-- [start:no-client]
docker pull registry.example.com:5443/demo/app:1
# --8<-- [end:no-client]

# --8<-- [start:client]
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -subj "/CN=$HOSTNAME" \
  -addext 'extendedKeyUsage=clientAuth' -keyout client.key -out client.csr
openssl x509 -req -in client.csr -CA ca.crt -CAkey ca.key -days 397 -copy_extensions copy -out client.cert
# --8<-- [end:client]
# --8<-- [start:client-check]
openssl verify -CAfile ca.crt -purpose sslclient client.cert
# --8<-- [end:client-check]

# --8<-- [start:half]
sudo install -D -m 0644 client.cert /etc/docker/certs.d/registry.example.com:5443/client.cert
docker pull registry.example.com:5443/demo/app:1
# --8<-- [end:half]

# --8<-- [start:install-client]
sudo install -m 0600 client.key /etc/docker/certs.d/registry.example.com:5443/client.key
docker pull registry.example.com:5443/demo/app:1
# --8<-- [end:install-client]
# --8<-- [start:install-client-check]
[[ $(sudo stat -c '%a %U' /etc/docker/certs.d/registry.example.com:5443/client.key) == '600 root' ]]
# --8<-- [end:install-client-check]

# --8<-- [start:no-san]
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -subj '/CN=registry.example.com' \
  -keyout certs/registry.key -out registry.csr
openssl x509 -req -in registry.csr -CA ca.crt -CAkey ca.key -days 397 -out certs/registry.crt
docker restart registry
sleep 1
docker pull registry.example.com:5443/demo/app:1
# --8<-- [end:no-san]

# --8<-- [start:undo]
docker rm -f registry
docker volume rm company-data
docker rmi with-ca without-ca registry.example.com:5443/demo/app:1 busybox:1 python:3-slim registry:3
docker builder prune --all --force >/dev/null
sudo rm -r /etc/docker/certs.d/registry.example.com:5443
sudo rm /usr/local/share/ca-certificates/example-ltd.crt
sudo update-ca-certificates --fresh >/dev/null
sudo sh -c "grep -v ' registry.example.com$' /etc/hosts >/etc/hosts.new; cat /etc/hosts.new >/etc/hosts; rm /etc/hosts.new"
cd ~
rm -r ~/company
sudo systemctl restart docker
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq)$(docker volume ls -q)$(docker image ls -q) ]]
[[ ! -e company && ! -e /etc/ssl/certs/example-ltd.pem ]]
if grep -q registry.example.com /etc/hosts; then exit 1; fi
# What the computer trusted before, it trusts still.
docker pull --quiet hello-world >/dev/null
docker rmi hello-world >/dev/null
# --8<-- [end:undo-check]
