# Sourced: an apt of our own under a directory, on the machine's own mirrors,
# usable by any user; the system's apt configuration is read, never written.

apt_mirrors()
{
    apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' \
        'Created-By: Packages' | sort -u \
    | awk '$1 ~ "/(debian|debian-security|ubuntu)/?$" && !/:\/\/[^\/]*ppa/'
}


apt_keyring()
{
    local id

    id=$(. /etc/os-release && echo "$ID")

    for id in "$id" debian ubuntu; do
        if [ -r "/usr/share/keyrings/$id-archive-keyring.gpg" ]; then
            echo "/usr/share/keyrings/$id-archive-keyring.gpg"
            return
        fi
    done

    echo "deploy: no archive keyring in /usr/share/keyrings" >&2
    return 1
}


# apt_private DIR: the lines of sources.list on stdin; sets apt_opts

apt_private()
{
    mkdir -p "$1"/lists/partial "$1"/cache/archives/partial "$1"/parts
    cat > "$1/sources.list"

    # what the system does after an update is for root, and for its own cache

    cat > "$1/apt.conf" <<'END'
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Pre-Invoke;
#clear DPkg::Post-Invoke;
END

    apt_opts=(
        -qq
        -c "$1/apt.conf"
        -o "Dir::Etc::SourceList=$1/sources.list"
        -o "Dir::Etc::SourceParts=$1/parts"
        -o "Dir::Etc::Preferences=/dev/null"
        -o "Dir::Etc::PreferencesParts=$1/parts"
        -o "Dir::State::Lists=$1/lists"
        -o "Dir::Cache=$1/cache"
        -o "APT::Sandbox::User="
        -o "Acquire::Retries=3"
    )
}
