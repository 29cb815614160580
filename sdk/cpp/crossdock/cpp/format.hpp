// A format in C++.
#pragma once

#include <crossdock/format.h>
#include <crossdock/cpp/adapter.hpp>

#include <memory>

namespace crossdock::sdk {

// A split under way: fed in order by one thread, then closed or destroyed.
class Split {
public:
    Split() = default;
    Split(const Split&) = delete;
    Split& operator=(const Split&) = delete;
    virtual ~Split() = default;
    virtual void feed(std::string_view piece) = 0;
    virtual void close() = 0;
};

// Pure and re-entrant: every function may run on several threads at once. What they throw becomes the call's error.
class Format {
public:
    Format() = default;
    Format(const Format&) = delete;
    Format& operator=(const Format&) = delete;
    virtual ~Format() = default;

    [[nodiscard]] virtual std::uint32_t probe(std::string_view head, std::string_view name,
                                              std::string_view content_type) const = 0;
    virtual void types(crossdock_output& /*output*/) const {}
    // False when the type is unknown.
    virtual bool describe(std::string_view /*type*/, crossdock_output& /*output*/) const { return false; }
    [[nodiscard]] virtual std::unique_ptr<Split> split(const crossdock_split_events& events,
                                                       const crossdock_format_options* options) const = 0;
    virtual void decode(const crossdock_decode_request& request, crossdock_tape_writer& tape,
                        const crossdock_findings& findings) const = 0;
    virtual void encode(const crossdock_encode_request& request, crossdock_output& output) const = 0;
    virtual void assemble(const crossdock_assemble_request& request, crossdock_output& output) const = 0;
    // False when the format has no acknowledgements.
    virtual bool acknowledge(const crossdock_group_report& /*report*/, crossdock_tape_writer& /*tape*/,
                             crossdock_output& /*type*/) const {
        return false;
    }
    // False when the format has no envelopes. `group` is null outside of groups.
    virtual bool trailers(const crossdock_envelope& /*interchange*/, const crossdock_envelope* /*group*/,
                          std::uint64_t /*transactions*/, crossdock_output& /*output*/) const {
        return false;
    }

    template <typename Concrete>
    struct Table {
        static constexpr std::string_view id = CROSSDOCK_FORMAT;
        static const crossdock_format* get(Concrete& /*adapter*/) noexcept {
            static const crossdock_format table = make();
            return &table;
        }

    private:
        static const Format& format(void* self) noexcept { return AdapterShell::adapter<Concrete>(self); }

        static crossdock_format make() noexcept {
            crossdock_format table{};
            table.struct_size = sizeof table;
            table.probe = [](void* self, crossdock_bytes_view head, crossdock_text_view name,
                             crossdock_text_view content_type) -> std::uint32_t {
                std::uint32_t sure = 0;
                static_cast<void>(guarded(nullptr, [&] {
                    sure = format(self).probe(text(head), text(name), text(content_type));
                    return CROSSDOCK_OK;
                }));
                return sure;
            };
            table.types = [](void* self, crossdock_output* output, crossdock_error* error) -> crossdock_status {
                return guarded(error, [&] {
                    format(self).types(*output);
                    return CROSSDOCK_OK;
                });
            };
            table.describe = [](void* self, crossdock_text_view type, crossdock_output* output,
                                crossdock_error* error) -> crossdock_status {
                return guarded(error, [&] {
                    return format(self).describe(text(type), *output) ? CROSSDOCK_OK : CROSSDOCK_NOT_FOUND;
                });
            };
            table.split_open = [](void* self, const crossdock_split_events* events,
                                  const crossdock_format_options* options, void** state,
                                  crossdock_error* error) -> crossdock_status {
                return guarded(error, [&] {
                    *state = format(self).split(*events, options).release();
                    return CROSSDOCK_OK;
                });
            };
            table.split_feed = [](void* /*self*/, void* state, crossdock_bytes_view piece,
                                  crossdock_error* error) -> crossdock_status {
                return guarded(error, [&] {
                    static_cast<Split*>(state)->feed(text(piece));
                    return CROSSDOCK_OK;
                });
            };
            table.split_close = [](void* /*self*/, void* state, crossdock_error* error) -> crossdock_status {
                return guarded(error, [&] {
                    static_cast<Split*>(state)->close();
                    std::unique_ptr<Split>(static_cast<Split*>(state)).reset();
                    return CROSSDOCK_OK;
                });
            };
            table.split_abandon = [](void* /*self*/, void* state) {
                std::unique_ptr<Split>(static_cast<Split*>(state)).reset();
            };
            table.decode = [](void* self, const crossdock_decode_request* request, crossdock_tape_writer* tape,
                              const crossdock_findings* findings, crossdock_error* error) -> crossdock_status {
                return guarded(error, [&] {
                    format(self).decode(*request, *tape, *findings);
                    return CROSSDOCK_OK;
                });
            };
            table.encode = [](void* self, const crossdock_encode_request* request, crossdock_output* output,
                              crossdock_error* error) -> crossdock_status {
                return guarded(error, [&] {
                    format(self).encode(*request, *output);
                    return CROSSDOCK_OK;
                });
            };
            table.assemble = [](void* self, const crossdock_assemble_request* request, crossdock_output* output,
                                crossdock_error* error) -> crossdock_status {
                return guarded(error, [&] {
                    format(self).assemble(*request, *output);
                    return CROSSDOCK_OK;
                });
            };
            table.acknowledge = [](void* self, const crossdock_group_report* report, crossdock_tape_writer* tape,
                                   crossdock_output* type, crossdock_error* error) -> crossdock_status {
                return guarded(error, [&] {
                    return format(self).acknowledge(*report, *tape, *type) ? CROSSDOCK_OK : CROSSDOCK_NOT_SUPPORTED;
                });
            };
            table.trailers = [](void* self, const crossdock_envelope* interchange, const crossdock_envelope* group,
                                std::uint64_t transactions, crossdock_output* output,
                                crossdock_error* error) -> crossdock_status {
                return guarded(error, [&] {
                    return format(self).trailers(*interchange, group, transactions, *output) ? CROSSDOCK_OK
                                                                                             : CROSSDOCK_NOT_SUPPORTED;
                });
            };
            return table;
        }
    };
};

// Appends text to an output; throws when its limit is reached.
inline void write(crossdock_output& output, std::string_view bytes) {
    if (crossdock_output_write(&output, bytes.data(), bytes.size()) != CROSSDOCK_OK)
        throw Failure::permanent("format.output-too-large", "the output is larger than its limit");
}

}  // namespace crossdock::sdk
