# The Debian packages that building, running and testing need. Sourced by the scripts beside it.

build_packages="g++ cmake ninja-build ccache mold pkg-config libboost1.81-dev libboost-program-options1.81-dev
libboost-filesystem1.81-dev libpugixml-dev rapidjson-dev libssl-dev libzmq3-dev cppzmq-dev
libcurl4-openssl-dev libspdlog-dev libfmt-dev"
test_packages="catch2 libbenchmark-dev abigail-tools curl python3 openssl procps"
# Readers of EDI that others wrote come from npm. Node may be there from elsewhere; Debian's would not go with it.
command -v node >/dev/null && command -v npm >/dev/null || test_packages="$test_packages nodejs npm"
tidy_packages="clang-tidy"
fuzz_packages="clang libclang-rt-14-dev"
cross_packages="g++-mingw-w64-x86-64-posix"

# Installs what is missing of the packages named. Says plainly what it cannot do.
install_packages() {
    missing=""
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q "install ok installed" || missing="$missing $package"
    done
    [ -z "$missing" ] && return 0
    echo "== installing:$missing"
    run=""
    if [ "$(id -u)" -ne 0 ]; then
        if command -v sudo >/dev/null; then run="sudo"; else
            echo "These packages are missing and only root can install them:$missing" >&2
            return 1
        fi
    fi
    if ! $run apt-get update -qq || ! DEBIAN_FRONTEND=noninteractive $run apt-get install -y -qq --no-install-recommends $missing >/dev/null; then
        echo "apt could not install:$missing" >&2
        return 1
    fi
}
