#!/usr/bin/env bash

# --8<-- [start:run]
docker run -d --name web -p 127.0.0.1:8080:80 nginx:1
# --8<-- [end:run]
# --8<-- [start:run-check]
timeout 10 bash -c "until curl -fsS http://127.0.0.1:8080 2>/dev/null | grep 'Welcome to nginx'; do sleep 0.1; done"
# --8<-- [end:run-check]

# --8<-- [start:once]
docker run --rm debian:13 cat /etc/debian_version
# --8<-- [end:once]
# --8<-- [start:once-check]
docker run --rm debian:13 cat /etc/debian_version | grep '^13'
[[ $(docker ps -a --format '{{.Names}}') == web ]]
# --8<-- [end:once-check]

# --8<-- [start:input]
echo 'three short words' | docker run --rm -i debian:13 wc -w
echo 'three short words' | docker run --rm debian:13 wc -w
# --8<-- [end:input]
# --8<-- [start:input-check]
[[ $(echo 'three short words' | docker run --rm -i debian:13 wc -w) == 3 ]]
[[ $(echo 'three short words' | docker run --rm debian:13 wc -w) == 0 ]]
# --8<-- [end:input-check]

# --8<-- [start:terminal]
docker run --rm -it debian:13 tty
# --8<-- [end:terminal]
# --8<-- [start:terminal-check]
if docker run --rm debian:13 tty; then exit 1; fi
# --8<-- [end:terminal-check]

# --8<-- [start:environment]
docker run --rm -e GREETING=hello -e COLOUR=green debian:13 printenv GREETING COLOUR
# --8<-- [end:environment]

# --8<-- [start:env-file]
cat >app.env <<'EOF'
GREETING=hello
COLOUR=green
EOF
docker run --rm --env-file app.env debian:13 printenv GREETING COLOUR
# --8<-- [end:env-file]
# --8<-- [start:env-file-check]
[[ $(docker run --rm --env-file app.env debian:13 printenv COLOUR) == green ]]
# Quotes would be part of the value.
[[ $(docker run --rm --env-file <(echo 'A="b"') debian:13 printenv A) == '"b"' ]]
# --8<-- [end:env-file-check]

# --8<-- [start:others]
docker run --rm -w /etc -u 1000 -h alpha debian:13 sh -c 'pwd; id -u; hostname'
# --8<-- [end:others]
# --8<-- [start:others-check]
[[ $(docker run --rm -w /etc -u 1000 -h alpha debian:13 sh -c 'pwd; id -u; hostname' | xargs) == '/etc 1000 alpha' ]]
[[ $(docker run --rm --entrypoint id nginx:1 -u) == 0 ]]
docker run -d --rm --name limited -m 64m --cpus 0.5 --restart no debian:13 sleep 60
[[ $(docker inspect --format '{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}}' limited) == '67108864 500000000' ]]
docker rm -f limited
# --8<-- [end:others-check]

# --8<-- [start:finished]
docker run --name once debian:13 echo finished
docker ps
docker ps -a
# --8<-- [end:finished]
# --8<-- [start:finished-check]
[[ $(docker ps --format '{{.Names}}') == web ]]
[[ $(docker ps -a --format '{{.Names}}' | sort | xargs) == 'once web' ]]
# --8<-- [end:finished-check]

# --8<-- [start:filter]
docker ps -a --filter status=exited --format 'table {{.Names}}\t{{.Image}}\t{{.Status}}'
# --8<-- [end:filter]
# --8<-- [start:filter-check]
[[ $(docker ps -a --filter status=exited --format '{{.Names}}') == once ]]
[[ $(docker ps -a --filter ancestor=nginx:1 --format '{{.Names}}') == web ]]
[[ $(docker ps -a --filter name=we --format '{{.Names}}') == web ]]
[[ $(docker ps -a --filter publish=8080 --format '{{.Names}}') == web ]]
[[ $(docker ps -l --format '{{.Names}}') == once ]]
[[ $(docker ps -qa | wc -l) == 2 ]]
docker ps -as --format '{{.Size}}' | grep virtual
# --8<-- [end:filter-check]

# --8<-- [start:logs]
docker logs once
# --8<-- [end:logs]
# --8<-- [start:logs-check]
[[ $(docker logs once) == finished ]]
# --8<-- [end:logs-check]

# --8<-- [start:start-again]
docker start -a once
# --8<-- [end:start-again]
# --8<-- [start:start-again-check]
[[ $(docker logs once | wc -l) == 2 ]]
# --8<-- [end:start-again-check]

# --8<-- [start:stop]
docker stop web
docker start web
docker restart web
# --8<-- [end:stop]
# --8<-- [start:stop-check]
timeout 10 bash -c "until curl -fsS http://127.0.0.1:8080 2>/dev/null | grep 'Welcome to nginx'; do sleep 0.1; done"
[[ $(docker ps --format '{{.Names}}') == web ]]
# --8<-- [end:stop-check]

# --8<-- [start:stubborn]
docker run -d --name stubborn debian:13 sleep 1000
docker stop -t 2 stubborn
docker inspect --format '{{.State.ExitCode}}' stubborn
# --8<-- [end:stubborn]
# --8<-- [start:stubborn-check]
[[ $(docker inspect --format '{{.State.ExitCode}}' stubborn) == 137 ]]
# --8<-- [end:stubborn-check]

# --8<-- [start:polite]
docker run -d --init --name polite debian:13 sleep 1000
docker stop polite
docker inspect --format '{{.State.ExitCode}}' polite
# --8<-- [end:polite]
# --8<-- [start:polite-check]
[[ $(docker inspect --format '{{.State.ExitCode}}' polite) == 143 ]]
# The other rows of the table.
status=0
docker run --rm --no-such-option debian:13 || status=$?
[[ $status == 125 ]]
status=0
docker run --rm debian:13 /etc/passwd || status=$?
[[ $status == 126 ]]
status=0
docker run --rm debian:13 no-such-command || status=$?
[[ $status == 127 ]]
# --8<-- [end:polite-check]

# --8<-- [start:rename]
docker rename web site
docker ps --format '{{.Names}}: {{.Status}}'
# --8<-- [end:rename]
# --8<-- [start:rename-check]
[[ $(docker ps --format '{{.Names}}') == site ]]
curl -fsS http://127.0.0.1:8080 | grep 'Welcome to nginx'
# --8<-- [end:rename-check]

# --8<-- [start:inspect]
docker inspect --format '{{.State.Status}} since {{.State.StartedAt}}' site
docker inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' site
docker inspect --format '{{json .Config.Env}}' site
docker inspect --format '{{.HostConfig.RestartPolicy.Name}}' site
# --8<-- [end:inspect]
# --8<-- [start:inspect-check]
[[ $(docker inspect --format '{{.State.Status}}' site) == running ]]
address=$(docker inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' site)
curl -fsS "http://$address" | grep 'Welcome to nginx'
[[ $(docker inspect --format '{{json .Config.Env}}' site) == '["PATH='* ]]
[[ $(docker inspect --format '{{.HostConfig.RestartPolicy.Name}}' site) == no ]]
# The rest of the table of commands.
[[ $(docker port site) == '80/tcp -> 127.0.0.1:8080' ]]
docker stats --no-stream --format '{{.Name}}' | grep -x site
docker update --restart unless-stopped site
[[ $(docker inspect --format '{{.HostConfig.RestartPolicy.Name}}' site) == unless-stopped ]]
docker pause site
[[ $(docker inspect --format '{{.State.Status}}' site) == paused ]]
docker unpause site
docker create --name later debian:13 sleep 1000
[[ $(docker inspect --format '{{.State.Status}}' later) == created ]]
docker start later
docker kill later
[[ $(docker wait later) == 137 ]]
docker rm later
# --8<-- [end:inspect-check]

# --8<-- [start:remove-running]
docker rm site
# --8<-- [end:remove-running]

# --8<-- [start:remove]
docker stop site
docker rm site stubborn polite
docker run -d --name site -p 127.0.0.1:8080:80 nginx:1
docker rm -f site
# --8<-- [end:remove]
# --8<-- [start:remove-check]
[[ $(docker ps -a --format '{{.Names}}') == once ]]
# --8<-- [end:remove-check]

# --8<-- [start:capital]
Docker ps
# --8<-- [end:capital]

# --8<-- [start:plural]
docker containers ls -a
# --8<-- [end:plural]

# --8<-- [start:literally]
docker start/stop/rm web
# --8<-- [end:literally]

# --8<-- [start:after-the-image]
docker run --rm debian:13 --name web
# --8<-- [end:after-the-image]

# --8<-- [start:upper-case]
docker run --rm Debian:13 echo hello
# --8<-- [end:upper-case]

# --8<-- [start:short-name]
docker run --rm --name x debian:13 echo hello
# --8<-- [end:short-name]

# --8<-- [start:ends-at-once]
docker run -d --name empty debian:13
# --8<-- [end:ends-at-once]
# --8<-- [start:ends-at-once-check]
[[ $(docker wait empty) == 0 ]]
timeout 10 bash -c "until docker ps -a --format '{{.Names}} {{.Status}}' | grep '^empty Exited (0)'; do sleep 0.1; done"
# --8<-- [end:ends-at-once-check]

# --8<-- [start:ended]
docker ps -a --filter name=empty --format '{{.Names}}: {{.Status}}'
# --8<-- [end:ended]

# --8<-- [start:undo]
docker rm once empty
docker rmi nginx:1 debian:13
rm app.env
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq) ]]
[[ -z $(docker image ls -q) ]]
[[ ! -e app.env ]]
# --8<-- [end:undo-check]
