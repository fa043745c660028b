#!/usr/bin/env bash

# --8<-- [start:driver]
nvidia-smi
# --8<-- [end:driver]

# --8<-- [start:no-driver]
nvidia-smi
# --8<-- [end:no-driver]

# --8<-- [start:ready]
docker version --format 'Engine {{.Server.Version}}'
docker info --format '{{json .CDISpecDirs}}'
# --8<-- [end:ready]
# --8<-- [start:ready-check]
[[ $(docker info --format '{{json .CDISpecDirs}}') == '["/etc/cdi","/var/run/cdi"]' ]]
# --8<-- [end:ready-check]

# --8<-- [start:apt]
sudo apt update
sudo apt install -y --no-install-recommends ca-certificates curl gnupg
curl -fsSL https://nvidia.github.io/libnvidia-container/gpgkey |
  sudo gpg --dearmor -o /usr/share/keyrings/nvidia-container-toolkit-keyring.gpg
curl -fsSL https://nvidia.github.io/libnvidia-container/stable/deb/nvidia-container-toolkit.list |
  sed 's#deb https://#deb [signed-by=/usr/share/keyrings/nvidia-container-toolkit-keyring.gpg] https://#g' |
  sudo tee /etc/apt/sources.list.d/nvidia-container-toolkit.list
sudo apt update
sudo apt install -y nvidia-container-toolkit
# --8<-- [end:apt]

# --8<-- [start:dnf]
curl -fsSL https://nvidia.github.io/libnvidia-container/stable/rpm/nvidia-container-toolkit.repo |
  sudo tee /etc/yum.repos.d/nvidia-container-toolkit.repo
sudo dnf install -y nvidia-container-toolkit
# --8<-- [end:dnf]

# --8<-- [start:configure]
sudo nvidia-ctk runtime configure --runtime=docker
sudo systemctl restart docker
docker info --format '{{range $name, $runtime := .Runtimes}}{{$name}} {{end}}'
# --8<-- [end:configure]

# --8<-- [start:gpus]
docker run --rm --gpus all debian:13 nvidia-smi
# --8<-- [end:gpus]

# --8<-- [start:no-gpus]
docker run --rm --gpus all debian:13 nvidia-smi
# --8<-- [end:no-gpus]

# --8<-- [start:cdi]
nvidia-ctk cdi list
docker run --rm --device nvidia.com/gpu=all debian:13 nvidia-smi
# --8<-- [end:cdi]

# --8<-- [start:no-cdi]
docker run --rm --device nvidia.com/gpu=all debian:13 nvidia-smi
# --8<-- [end:no-cdi]

# --8<-- [start:no-runtime]
docker run --rm --runtime=nvidia --gpus all debian:13 nvidia-smi
# --8<-- [end:no-runtime]

# --8<-- [start:folder]
mkdir -p ~/gpu
# --8<-- [end:folder]

# --8<-- [start:compose.yaml-check]
docker compose --file ~/gpu/compose.yaml config --quiet
# --8<-- [end:compose.yaml-check]

# --8<-- [start:compose]
docker compose --file ~/gpu/compose.yaml run --rm test
# --8<-- [end:compose]

# --8<-- [start:no-compose]
docker compose --file ~/gpu/compose.yaml run --rm test
# --8<-- [end:no-compose]

# --8<-- [start:example-folder]
sudo mkdir -p /etc/cdi
# --8<-- [end:example-folder]

# --8<-- [start:example]
docker run --rm --device example.com/gpu=all debian:13 sh -c 'ls -l /dev/example-gpu0; env | grep EXAMPLE'
docker info --format '{{json .DiscoveredDevices}}'
# --8<-- [end:example]
# --8<-- [start:example-check]
docker run --rm --device example.com/gpu=all debian:13 test -c /dev/example-gpu0
if docker run --rm debian:13 test -e /dev/example-gpu0; then exit 1; fi
# --8<-- [end:example-check]

# --8<-- [start:undo]
sudo rm /etc/cdi/example.yaml
docker compose --file ~/gpu/compose.yaml down
rm -r ~/gpu
docker rmi debian:13
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq)$(docker image ls -q) && ! -e ~/gpu && ! -e /etc/cdi/example.yaml ]]
# --8<-- [end:undo-check]

# --8<-- [start:undo-toolkit]
sudo systemctl restart docker
sudo apt purge -y nvidia-container-toolkit
sudo rm /etc/apt/sources.list.d/nvidia-container-toolkit.list /usr/share/keyrings/nvidia-container-toolkit-keyring.gpg
# --8<-- [end:undo-toolkit]
