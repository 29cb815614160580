// A payload on its way in, piece by piece.
#include "host/journal/blob_store.hpp"

namespace crossdock::journal {

namespace {

class BlobPayloadWriter final : public PayloadWriter {
public:
    BlobPayloadWriter(BlobStore& blobs, std::uint64_t memory_bytes_max)
        : blobs_(blobs), memory_bytes_max_(memory_bytes_max) {}
    BlobPayloadWriter(const BlobPayloadWriter&) = delete;
    BlobPayloadWriter& operator=(const BlobPayloadWriter&) = delete;
    ~BlobPayloadWriter() override { drop_file(); }

    Status write(Bytes piece) override {
        sum_.update(piece);
        size_ += piece.size();
        buffer_.append(as_text(piece));
        if (size_ <= memory_bytes_max_) return {};
        if (!file_) {
            CROSSDOCK_TRY_ASSIGN(file_, blobs_.create(number_));
        }
        return buffer_.size() >= flush_bytes || written_ == 0 ? flush() : Status{};
    }

    [[nodiscard]] std::uint64_t size() const override { return size_; }

    Result<NewPayload> finish(Digest& digest) override {
        digest = sum_.finish();
        NewPayload payload;
        if (!file_) {
            payload.bytes = std::move(buffer_);
            return payload;
        }
        CROSSDOCK_TRY(flush());
        CROSSDOCK_TRY(blobs_.sync(*file_));
        file_.reset();
        if (auto kept = blobs_.keep(number_, digest, size_); !kept.ok()) {
            blobs_.discard(number_);
            return std::move(kept).error();
        }
        payload.blob = {digest, size_, PayloadRef::in_blob_file};
        return payload;
    }

private:
    static constexpr std::size_t flush_bytes = 256 << 10;

    Status flush() {
        CROSSDOCK_TRY(file_->write_at(written_, as_bytes(buffer_)));
        written_ += buffer_.size();
        buffer_.clear();
        return {};
    }
    void drop_file() {
        if (!file_) return;
        file_.reset();
        blobs_.discard(number_);
    }

    BlobStore& blobs_;
    const std::uint64_t memory_bytes_max_;
    Sha256 sum_;
    std::string buffer_;
    std::uint64_t size_ = 0;
    std::uint64_t written_ = 0;
    std::uint64_t number_ = 0;
    std::unique_ptr<File> file_;
};

}  // namespace

std::unique_ptr<PayloadWriter> make_payload_writer(BlobStore& blobs, std::uint64_t memory_bytes_max) {
    return std::make_unique<BlobPayloadWriter>(blobs, memory_bytes_max);
}

}  // namespace crossdock::journal
