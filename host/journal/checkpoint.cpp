#include "host/journal/checkpoint.hpp"

#include "host/base/crc32c.hpp"

namespace crossdock::journal {

namespace {

constexpr std::uint64_t magic = 0x314B434558444E49ull;  // INDEXCK1
constexpr std::string_view file_name = "checkpoint";
constexpr std::string_view new_file_name = "checkpoint.new";

std::string encode(const Checkpoint& checkpoint) {
    std::string bytes;
    ByteWriter out(bytes);
    out.fixed(magic);
    out.fixed(checkpoint.progress.mark.position);
    out.fixed(checkpoint.progress.mark.link);
    out.fixed(checkpoint.progress.last_frame);
    out.fixed(checkpoint.last_entity);
    out.varint(checkpoint.runs.size());
    for (const std::uint64_t run : checkpoint.runs) out.varint(run);
    out.varint(checkpoint.sequences.size());
    for (const auto& [name, number] : checkpoint.sequences) {
        out.text(name);
        out.varint(number);
    }
    out.varint(checkpoint.entities.size());
    for (const LiveEntity& entity : checkpoint.entities) {
        out.varint(entity.id);
        out.varint(entity.kind);
        out.varint(entity.version);
        out.varint(entity.position);
        out.varint(static_cast<std::uint64_t>(entity.since_ms));
        out.text(entity.state);
    }
    out.fixed(crc32c(as_bytes(bytes)));
    return bytes;
}

std::optional<Checkpoint> decode(Bytes bytes) {
    if (bytes.size() < 12) return std::nullopt;
    const Bytes body = bytes.first(bytes.size() - 4);
    if (crc32c(body) != load_little_endian<std::uint32_t>(body.data() + body.size())) return std::nullopt;
    ByteReader in(body);
    if (in.fixed<std::uint64_t>() != magic) return std::nullopt;
    Checkpoint checkpoint;
    checkpoint.progress.mark.position = in.fixed<std::uint64_t>();
    checkpoint.progress.mark.link = in.fixed<std::uint32_t>();
    checkpoint.progress.last_frame = in.fixed<std::uint64_t>();
    checkpoint.last_entity = in.fixed<std::uint64_t>();
    checkpoint.runs.resize(in.count(1));
    for (std::uint64_t& run : checkpoint.runs) run = in.varint();
    checkpoint.sequences.resize(in.count(2));
    for (auto& [name, number] : checkpoint.sequences) {
        name = in.text();
        number = in.varint();
    }
    checkpoint.entities.resize(in.count(6));
    for (LiveEntity& entity : checkpoint.entities) {
        entity.id = in.varint();
        entity.kind = static_cast<std::uint16_t>(in.varint_up_to(UINT16_MAX));
        entity.version = static_cast<std::uint32_t>(in.varint_up_to(UINT32_MAX));
        entity.position = in.varint();
        entity.since_ms = static_cast<WallTimeMs>(in.varint());
        entity.state = in.text();
    }
    if (in.failed() || in.left() != 0) return std::nullopt;
    return checkpoint;
}

Result<std::vector<std::byte>> read_whole(FileSystem& files, const std::filesystem::path& path) {
    CROSSDOCK_TRY_ASSIGN(const auto file, files.open(path, OpenMode::read));
    CROSSDOCK_TRY_ASSIGN(const std::uint64_t size, file->size());
    std::vector<std::byte> bytes(static_cast<std::size_t>(size));
    CROSSDOCK_TRY_ASSIGN(const std::size_t got, file->read_at(0, bytes));
    bytes.resize(got);
    return bytes;
}

}  // namespace

Status write_checkpoint(const Disk& disk, const std::filesystem::path& folder, const Checkpoint& checkpoint) {
    const std::string bytes = encode(checkpoint);
    {
        CROSSDOCK_TRY_ASSIGN(const auto file, disk.files().open(folder / new_file_name, OpenMode::create_or_open));
        CROSSDOCK_TRY(file->truncate(0));
        CROSSDOCK_TRY(file->write_at(0, as_bytes(bytes)));
        CROSSDOCK_TRY(disk.sync(SyncPoint::index_checkpoint, *file));
    }
    CROSSDOCK_TRY(disk.sync(SyncPoint::index_run_names, folder));
    CROSSDOCK_TRY(disk.files().rename(folder / new_file_name, folder / file_name));
    return disk.sync(SyncPoint::index_checkpoint_name, folder);
}

std::optional<Checkpoint> read_checkpoint(FileSystem& files, const std::filesystem::path& folder) {
    const auto bytes = read_whole(files, folder / file_name);
    return bytes ? decode(*bytes) : std::nullopt;
}

}  // namespace crossdock::journal
