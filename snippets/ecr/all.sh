#!/usr/bin/env bash

# --8<-- [start:aws-cli]
mkdir -p ~/.aws
aws() {
  docker run --rm --user "$(id -u):$(id -g)" -e HOME=/home/aws -e AWS_PROFILE \
    -v "$HOME/.aws:/home/aws/.aws" -v "$PWD:/aws" amazon/aws-cli "$@"
}
docker pull --quiet amazon/aws-cli
aws --version
# --8<-- [end:aws-cli]

# --8<-- [start:no-credentials]
aws sts get-caller-identity --region us-east-2
# --8<-- [end:no-credentials]

# --8<-- [start:sso]
#en With -it, because it asks you.
#zh 它会提问，所以要加 -it。
docker run --rm -it --user "$(id -u):$(id -g)" -e HOME=/home/aws \
  -v "$HOME/.aws:/home/aws/.aws" amazon/aws-cli configure sso --use-device-code
# --8<-- [end:sso]

# --8<-- [start:keys-folder]
mkdir -p ~/.aws
#en Keep copies of the files, once; empty ones if you have none yet.
#zh 先给这些文件留一份备份，只备份一次；还没有的，留一份空的。
for file in credentials config; do
  if [ ! -e ~/.aws/$file.before-ecr ]; then
    (umask 077 && touch ~/.aws/$file)
    cp -a ~/.aws/$file ~/.aws/$file.before-ecr
  fi
done
# --8<-- [end:keys-folder]
# --8<-- [start:credentials.conf-check]
[[ $(stat -c '%a %U' ~/.aws/credentials) == "600 $USER" ]]
# --8<-- [end:credentials.conf-check]

# --8<-- [start:identity]
aws configure set region us-east-2
aws sts get-caller-identity --query Arn --output text
# --8<-- [end:identity]
# --8<-- [start:identity-check]
grep -q 'region = us-east-2' ~/.aws/config
[[ $(stat -c %U ~/.aws/config) == "$USER" ]]
# --8<-- [end:identity-check]

# --8<-- [start:create]
aws ecr create-repository --repository-name demo/shop \
  --image-tag-mutability IMMUTABLE --image-scanning-configuration scanOnPush=true
# --8<-- [end:create]

# --8<-- [start:tag]
docker pull --quiet busybox:1
docker tag busybox:1 111122223333.dkr.ecr.us-east-2.amazonaws.com/demo/shop:1.0
# --8<-- [end:tag]
# --8<-- [start:tag-check]
[[ $(docker image inspect --format '{{.Id}}' busybox:1) == $(docker image inspect --format '{{.Id}}' 111122223333.dkr.ecr.us-east-2.amazonaws.com/demo/shop:1.0) ]]
# --8<-- [end:tag-check]

# --8<-- [start:no-login]
docker push 111122223333.dkr.ecr.us-east-2.amazonaws.com/demo/shop:1.0
# --8<-- [end:no-login]

# --8<-- [start:login]
aws ecr get-login-password --region us-east-2 |
  docker login --username AWS --password-stdin 111122223333.dkr.ecr.us-east-2.amazonaws.com
# --8<-- [end:login]
# --8<-- [start:login-check]
grep -q 111122223333.dkr.ecr.us-east-2.amazonaws.com ~/.docker/config.json
[[ $(stat -c %a ~/.docker/config.json) == 600 ]]
# --8<-- [end:login-check]

# --8<-- [start:push]
docker push 111122223333.dkr.ecr.us-east-2.amazonaws.com/demo/shop:1.0
# --8<-- [end:push]
# --8<-- [start:push-check]
[[ $(docker buildx imagetools inspect 111122223333.dkr.ecr.us-east-2.amazonaws.com/demo/shop:1.0 | sed -n 's/^Digest: *//p') == $(aws ecr describe-images --repository-name demo/shop \
  --image-ids imageTag=1.0 --query 'imageDetails[0].imageDigest' --output text) ]]
# --8<-- [end:push-check]

# --8<-- [start:immutable]
docker pull --quiet hello-world
docker tag hello-world 111122223333.dkr.ecr.us-east-2.amazonaws.com/demo/shop:1.0
docker push 111122223333.dkr.ecr.us-east-2.amazonaws.com/demo/shop:1.0
# --8<-- [end:immutable]

# --8<-- [start:next]
docker tag busybox:1 111122223333.dkr.ecr.us-east-2.amazonaws.com/demo/shop:1.0
docker tag hello-world 111122223333.dkr.ecr.us-east-2.amazonaws.com/demo/shop:1.1
docker push --quiet 111122223333.dkr.ecr.us-east-2.amazonaws.com/demo/shop:1.1
# --8<-- [end:next]
# --8<-- [start:next-check]
[[ $(docker image inspect --format '{{.Id}}' hello-world) == $(docker image inspect --format '{{.Id}}' 111122223333.dkr.ecr.us-east-2.amazonaws.com/demo/shop:1.1) ]]
# --8<-- [end:next-check]

# --8<-- [start:list]
aws ecr describe-images --repository-name demo/shop --output text \
  --query 'sort_by(imageDetails[?imageTags], &imageTags[0])[].[imageTags[0], imageDigest]'
# --8<-- [end:list]

# --8<-- [start:pull]
docker rmi 111122223333.dkr.ecr.us-east-2.amazonaws.com/demo/shop:1.0 busybox:1
docker pull 111122223333.dkr.ecr.us-east-2.amazonaws.com/demo/shop:1.0
# --8<-- [end:pull]
# --8<-- [start:pull-check]
docker run --rm 111122223333.dkr.ecr.us-east-2.amazonaws.com/demo/shop:1.0 true
# An engine that has none of the images plays the other computer: it has to log in first.
other() { sudo docker --config "$HOME/other" --host unix:///run/other.sock "$@"; }
sudo ip link add docker1 type bridge
sudo ip addr add 172.31.250.1/24 dev docker1
sudo systemd-run --quiet --unit other-engine dockerd --host unix:///run/other.sock --data-root /var/lib/other \
  --exec-root /run/other --pidfile /run/other.pid --bridge docker1 --iptables=false --ip6tables=false \
  --containerd-namespace other --containerd-plugins-namespace other-plugins
timeout 30 bash -c 'until sudo docker --host unix:///run/other.sock ps >/dev/null 2>&1; do sleep 0.2; done'
[[ -z $(other image ls -q) ]]
[[ $(other pull 111122223333.dkr.ecr.us-east-2.amazonaws.com/demo/shop:1.0 2>&1 || true) == *'no basic auth credentials'* ]]
aws ecr get-login-password --region us-east-2 |
  other login --username AWS --password-stdin 111122223333.dkr.ecr.us-east-2.amazonaws.com
other pull --quiet 111122223333.dkr.ecr.us-east-2.amazonaws.com/demo/shop:1.0
[[ $(other image inspect --format '{{.RootFS.Layers}}' 111122223333.dkr.ecr.us-east-2.amazonaws.com/demo/shop:1.0) == "$(docker image inspect --format '{{.RootFS.Layers}}' 111122223333.dkr.ecr.us-east-2.amazonaws.com/demo/shop:1.0)" ]]
sudo systemctl stop other-engine
sudo ip link delete docker1
sudo rm -rf /var/lib/other "$HOME/other"
# --8<-- [end:pull-check]

# --8<-- [start:digest]
digest=$(aws ecr describe-images --repository-name demo/shop --image-ids imageTag=1.0 \
  --query 'imageDetails[0].imageDigest' --output text)
docker pull "111122223333.dkr.ecr.us-east-2.amazonaws.com/demo/shop@$digest"
# --8<-- [end:digest]
# --8<-- [start:digest-check]
[[ $digest == sha256:* ]]
docker image inspect "111122223333.dkr.ecr.us-east-2.amazonaws.com/demo/shop@$digest" >/dev/null
# --8<-- [end:digest-check]

# --8<-- [start:helper]
sudo apt-get update
sudo apt-get install -y amazon-ecr-credential-helper
# --8<-- [end:helper]
# --8<-- [start:helper-check]
docker-credential-ecr-login -v
# --8<-- [end:helper-check]

# --8<-- [start:before-helper]
docker logout 111122223333.dkr.ecr.us-east-2.amazonaws.com
if [ ! -e ~/.docker/config.json.before-ecr ]; then
  cp -a ~/.docker/config.json ~/.docker/config.json.before-ecr
fi
# --8<-- [end:before-helper]
# --8<-- [start:before-helper-check]
if grep 111122223333 ~/.docker/config.json; then exit 1; fi
# --8<-- [end:before-helper-check]

# --8<-- [start:with-helper]
docker rmi 111122223333.dkr.ecr.us-east-2.amazonaws.com/demo/shop:1.1
docker pull --quiet 111122223333.dkr.ecr.us-east-2.amazonaws.com/demo/shop:1.1
cat ~/.docker/config.json
# --8<-- [end:with-helper]
# --8<-- [start:with-helper-check]
docker image inspect 111122223333.dkr.ecr.us-east-2.amazonaws.com/demo/shop:1.1 >/dev/null
if grep -q '"auths"' ~/.docker/config.json; then exit 1; fi
# --8<-- [end:with-helper-check]

# --8<-- [start:lifecycle]
aws ecr put-lifecycle-policy --repository-name demo/shop --lifecycle-policy-text file://lifecycle.json \
  --query repositoryName --output text
aws ecr get-lifecycle-policy --repository-name demo/shop --query lifecyclePolicyText --output text
# --8<-- [end:lifecycle]

# --8<-- [start:preview]
aws ecr start-lifecycle-policy-preview --repository-name demo/shop --lifecycle-policy-text file://lifecycle.json
aws ecr get-lifecycle-policy-preview --repository-name demo/shop
# --8<-- [end:preview]

# --8<-- [start:findings]
aws ecr describe-image-scan-findings --repository-name demo/shop --image-id imageTag=1.1 \
  --query 'imageScanFindings.findingSeverityCounts'
# --8<-- [end:findings]

# --8<-- [start:delete]
aws ecr batch-delete-image --repository-name demo/shop --image-ids imageTag=1.0
aws ecr list-images --repository-name demo/shop --query 'imageIds[].imageTag' --output text
# --8<-- [end:delete]

# --8<-- [start:gone]
docker rmi 111122223333.dkr.ecr.us-east-2.amazonaws.com/demo/shop:1.0
docker pull 111122223333.dkr.ecr.us-east-2.amazonaws.com/demo/shop:1.0
# --8<-- [end:gone]

# --8<-- [start:delete-nothing]
aws ecr batch-delete-image --repository-name demo/shop --image-ids imageTag=9.9
# --8<-- [end:delete-nothing]

# --8<-- [start:not-empty]
aws ecr delete-repository --repository-name demo/shop
# --8<-- [end:not-empty]

# --8<-- [start:not-created]
docker tag hello-world 111122223333.dkr.ecr.us-east-2.amazonaws.com/not-created:1.0
docker push 111122223333.dkr.ecr.us-east-2.amazonaws.com/not-created:1.0
# --8<-- [end:not-created]

# --8<-- [start:wrong-region]
aws ecr list-images --repository-name demo/shop --region us-west-2
# --8<-- [end:wrong-region]

# --8<-- [start:wrong-token]
aws ecr get-login-password --region us-west-2 |
  docker login --username AWS --password-stdin 111122223333.dkr.ecr.us-east-2.amazonaws.com
# --8<-- [end:wrong-token]

# --8<-- [start:undo-repository]
aws ecr delete-repository --repository-name demo/shop --force
# --8<-- [end:undo-repository]
# --8<-- [start:undo-repository-check]
[[ -z $(aws ecr describe-repositories --query 'repositories[].repositoryName' --output text) ]]
# --8<-- [end:undo-repository-check]

# --8<-- [start:undo]
docker rmi 111122223333.dkr.ecr.us-east-2.amazonaws.com/demo/shop:1.1 \
  111122223333.dkr.ecr.us-east-2.amazonaws.com/not-created:1.0 hello-world amazon/aws-cli
mv ~/.docker/config.json.before-ecr ~/.docker/config.json
sudo apt-get purge -y amazon-ecr-credential-helper
rm -rf ~/.ecr lifecycle.json
unset -f aws
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker image ls -q) ]]
if grep -e 111122223333 -e ecr-login ~/.docker/config.json; then exit 1; fi
if command -v docker-credential-ecr-login aws; then exit 1; fi
# --8<-- [end:undo-check]

# --8<-- [start:undo-keys]
for file in credentials config; do
  if [ -e ~/.aws/$file.before-ecr ]; then
    mv ~/.aws/$file.before-ecr ~/.aws/$file
    [ -s ~/.aws/$file ] || rm ~/.aws/$file
  fi
done
# --8<-- [end:undo-keys]
# --8<-- [start:undo-keys-check]
[[ -z $(ls -A ~/.aws) ]]
# --8<-- [end:undo-keys-check]
