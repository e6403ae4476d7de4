#!/bin/sh
# Runs a program as the objects in manifests/adapter run the image: everything read-only but a small /tmp, as user 1654 without any right.
# Root calls it in a mount namespace of its own: unshare --mount sh contained.sh FOLDER GROUP COMMAND...
#   FOLDER   the published program; it is at /mnt then
#   GROUP    a folder of a memory control group that the program belongs to, or empty
set -eu
folder=$1 group=$2
shift 2
[ -z "$group" ] || echo $$ >"$group/cgroup.procs"
mount --make-rprivate /
mount --bind "$folder" /mnt
while read -r _ target type options _; do
    case $type,$options in
        proc,* | sysfs,* | cgroup*,* | *,ro | *,ro,*) ;;
        *) mount -o remount,bind,ro "$target" ;;
    esac
done </proc/self/mounts
mount -t tmpfs -o size=16m,mode=1777 tmpfs /tmp
cd /
exec setpriv --reuid 1654 --regid 1654 --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all "$@"
