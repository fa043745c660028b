#!/usr/bin/env bash

# --8<-- [start:run]
docker run -d --name web -p 127.0.0.1:8080:80 --tmpfs /scratch nginx:1
# --8<-- [end:run]
# --8<-- [start:run-check]
timeout 10 bash -c "until curl -fsS http://127.0.0.1:8080 2>/dev/null | grep 'Welcome to nginx'; do sleep 0.1; done"
# --8<-- [end:run-check]

# --8<-- [start:exec]
docker exec web nginx -v
docker exec web ls /usr/share/nginx/html
# --8<-- [end:exec]
# --8<-- [start:exec-check]
docker exec web ls /usr/share/nginx/html | grep -x index.html
# --8<-- [end:exec-check]

# --8<-- [start:options]
docker exec -u www-data -w /tmp -e COLOUR=green web sh -c 'id -un; pwd; echo "$COLOUR"'
# --8<-- [end:options]
# --8<-- [start:options-check]
[[ $(docker exec -u www-data -w /tmp -e A=b web sh -c 'id -un; pwd; echo "$A"' | xargs) == 'www-data /tmp b' ]]
docker exec -d web touch /tmp/detached
timeout 10 bash -c "until docker exec web test -e /tmp/detached; do sleep 0.1; done"
docker exec web rm /tmp/detached
# --8<-- [end:options-check]

# --8<-- [start:shell]
docker exec -it web sh -c 'tty; hostname; whoami'
# --8<-- [end:shell]
# --8<-- [start:shell-check]
if docker exec web tty; then exit 1; fi
# --8<-- [end:shell-check]

# --8<-- [start:iter]
export r='nobody asked for this'
docker exec -iter web printenv r
unset r
# --8<-- [end:iter]
# --8<-- [start:iter-check]
[[ $(r=surprise docker exec -ier web printenv r) == surprise ]]
if docker exec web printenv r; then exit 1; fi
# --8<-- [end:iter-check]

# --8<-- [start:logs]
curl -fsS http://127.0.0.1:8080 >/dev/null
docker logs --tail 2 --timestamps web
# --8<-- [end:logs]
# --8<-- [start:logs-check]
docker logs --tail 5 web 2>/dev/null | grep '"GET / HTTP/1.1" 200'
[[ $(docker logs --tail 2 web 2>&1 | wc -l) == 2 ]]
docker logs --since 10m web 2>&1 | grep notice
[[ -z $(docker logs --until 24h web 2>&1) ]]
# --8<-- [end:logs-check]

# --8<-- [start:search-logs]
docker logs --since 10m web 2>&1 | grep -c notice
# --8<-- [end:search-logs]
# --8<-- [start:search-logs-check]
# Without 2>&1 these lines go past grep.
if docker logs web 2>/dev/null | grep notice; then exit 1; fi
# --8<-- [end:search-logs-check]

# --8<-- [start:log-files]
docker exec web ls -l /var/log/nginx
docker inspect --format '{{.LogPath}}' web
# --8<-- [end:log-files]
# --8<-- [start:log-files-check]
docker exec web readlink /var/log/nginx/access.log | grep -x /dev/stdout
sudo grep -q 'GET / HTTP' "$(docker inspect --format '{{.LogPath}}' web)"
# --8<-- [end:log-files-check]

# --8<-- [start:top]
docker top web -eo pid,user,pcpu,comm
# --8<-- [end:top]
# --8<-- [start:top-check]
docker top web | grep 'nginx: master process'
# The ids are those of the host.
pid=$(docker inspect --format '{{.State.Pid}}' web)
docker top web -eo pid | grep -w "$pid"
[[ $(cat "/proc/$pid/comm") == nginx ]]
# --8<-- [end:top-check]

# --8<-- [start:copy-in]
echo '<h1>My page</h1>' >index.html
docker cp index.html web:/usr/share/nginx/html/
curl -fsS http://127.0.0.1:8080
# --8<-- [end:copy-in]
# --8<-- [start:copy-in-check]
[[ $(curl -fsS http://127.0.0.1:8080) == '<h1>My page</h1>' ]]
# The file keeps the number of its owner.
[[ $(docker exec web stat -c %u /usr/share/nginx/html/index.html) == "$UID" ]]
docker exec -u root web chown www-data /usr/share/nginx/html/index.html
# The image has the page that it always had.
docker run --rm nginx:1 cat /usr/share/nginx/html/index.html | grep 'Welcome to nginx'
# --8<-- [end:copy-in-check]

# --8<-- [start:copy-out]
docker cp web:/etc/nginx/nginx.conf .
docker cp web:/etc/nginx/conf.d ./conf.d
ls -l nginx.conf conf.d
# --8<-- [end:copy-out]
# --8<-- [start:copy-out-check]
grep -q worker_processes nginx.conf
[[ $(stat -c %u nginx.conf) == "$UID" ]]
[[ -f conf.d/default.conf ]]
# --8<-- [end:copy-out-check]

# --8<-- [start:copy-stopped]
docker stop web
docker cp web:/etc/nginx ./settings
docker start web
# --8<-- [end:copy-stopped]
# --8<-- [start:copy-stopped-check]
[[ -f settings/nginx.conf ]]
timeout 10 bash -c "until curl -fsS http://127.0.0.1:8080 2>/dev/null | grep 'My page'; do sleep 0.1; done"
# --8<-- [end:copy-stopped-check]

# --8<-- [start:tmpfs]
docker cp index.html web:/scratch/
docker exec web ls -A /scratch
# --8<-- [end:tmpfs]
# --8<-- [start:tmpfs-check]
[[ -z $(docker exec web ls -A /scratch) ]]
# --8<-- [end:tmpfs-check]

# --8<-- [start:through-exec]
docker exec -i web sh -c 'cat >/scratch/index.html' <index.html
docker exec web ls -A /scratch
# --8<-- [end:through-exec]
# --8<-- [start:through-exec-check]
[[ $(docker exec web cat /scratch/index.html) == '<h1>My page</h1>' ]]
# --8<-- [end:through-exec-check]

# --8<-- [start:diff]
docker diff web
# --8<-- [end:diff]
# --8<-- [start:diff-check]
docker diff web | grep -x 'C /usr/share/nginx/html/index.html'
# --8<-- [end:diff-check]

# --8<-- [start:lost]
docker rm -f web
docker run -d --name web -p 127.0.0.1:8080:80 nginx:1
sleep 1
curl -fsS http://127.0.0.1:8080 | grep '<h1>'
# --8<-- [end:lost]
# --8<-- [start:lost-check]
curl -fsS http://127.0.0.1:8080 | grep 'Welcome to nginx'
# --8<-- [end:lost-check]

# --8<-- [start:commit]
docker cp index.html web:/usr/share/nginx/html/
docker commit -m "my page" web my-web:debug
docker image inspect --format '{{.Comment}}' my-web:debug
# --8<-- [end:commit]
# --8<-- [start:commit-check]
docker run --rm my-web:debug cat /usr/share/nginx/html/index.html | grep 'My page'
# What lies in a volume is not in the image.
docker run --name keeper -v kept:/data nginx:1 sh -c 'echo kept >/data/file; echo written >/written'
docker commit keeper kept:1
[[ $(docker run --rm kept:1 ls -A /data /written | xargs) == '/written /data:' ]]
docker rm keeper
docker rmi kept:1
docker volume rm kept
# --8<-- [end:commit-check]

# --8<-- [start:commit-name-only]
docker commit -m 'my page' my-web
# --8<-- [end:commit-name-only]

# --8<-- [start:commit-upper-case]
docker commit -m 'my page' web My-Web
# --8<-- [end:commit-upper-case]

# --8<-- [start:export]
docker export -o web.tar web
docker import web.tar flat:1
docker image inspect --format '{{json .Config.Cmd}}' flat:1
# --8<-- [end:export]
# --8<-- [start:export-check]
[[ $(docker image inspect --format '{{json .Config.Cmd}} {{json .Config.Env}}' flat:1) == 'null null' ]]
[[ $(docker history -q flat:1 | wc -l) == 1 ]]
docker run --rm flat:1 cat /usr/share/nginx/html/index.html | grep 'My page'
# --8<-- [end:export-check]

# --8<-- [start:run-flat]
docker run --rm flat:1
# --8<-- [end:run-flat]

# --8<-- [start:save]
docker save -o my-web.tar my-web:debug
docker rmi my-web:debug
docker load -i my-web.tar
# --8<-- [end:save]
# --8<-- [start:save-check]
docker image inspect --format '{{json .Config.Cmd}}' my-web:debug | grep nginx
# --8<-- [end:save-check]

# --8<-- [start:small]
docker run -d --init --name small busybox:1 sleep 600
# --8<-- [end:small]
# --8<-- [start:small-check]
docker exec small sh -c 'true'
# --8<-- [end:small-check]

# --8<-- [start:no-bash]
docker exec -it small bash
# --8<-- [end:no-bash]

# --8<-- [start:no-terminal]
echo ls | docker exec -it web sh
# --8<-- [end:no-terminal]

# --8<-- [start:one-argument]
docker exec -it web/bin/bash
# --8<-- [end:one-argument]

# --8<-- [start:not-running]
docker stop small
docker exec small ls
# --8<-- [end:not-running]

# --8<-- [start:no-colon]
docker cp index.html web/usr/share/nginx/html/
# --8<-- [end:no-colon]

# --8<-- [start:no-directory]
docker cp index.html web:/no/such/directory/
# --8<-- [end:no-directory]

# --8<-- [start:undo]
docker rm -f web small
docker rmi my-web:debug flat:1 nginx:1 busybox:1
rm -r index.html nginx.conf conf.d settings web.tar my-web.tar
# --8<-- [end:undo]
# --8<-- [start:undo-check]
[[ -z $(docker ps -aq) ]]
[[ -z $(docker image ls -q) ]]
[[ -z $(ls) ]]
# --8<-- [end:undo-check]
