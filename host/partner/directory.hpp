// Finds the agreement that a document falls under.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "host/partner/agreement.hpp"

namespace crossdock::partner {

// All partners of a deployment. Immutable once it is made; any thread may ask.
class Directory {
public:
    // `ours`: the site's own identities. Reports names and identities that are there twice.
    Directory(std::vector<std::unique_ptr<Partner>> partners, std::vector<plugins::Party> ours,
              std::vector<Error>& errors);

    [[nodiscard]] const Partner* partner(std::string_view name) const;
    [[nodiscard]] const Agreement* agreement(std::string_view name) const;

    // The agreement for an interchange of `format` from `sender` to `receiver`; error `partner.unknown`,
    // `partner.not-for-us` or `partner.no-agreement` says what is missing and what to write where.
    [[nodiscard]] Result<const Agreement*> by_envelope(std::string_view format, const plugins::Party& sender,
                                                       const plugins::Party& receiver, bool test) const;
    // The agreement for a document of `format` that the transport says comes from `partner`.
    [[nodiscard]] Result<const Agreement*> by_name(std::string_view format, std::string_view partner) const;
    // The agreement under which `partner` gets `document` because of what came under the agreement `origin`: that one
    // if it is the partner's and sends it, else the partner's first that does and has the same use. When there is no
    // agreement `origin` (any more) its use is not known, and all that send the document must have one. Error
    // `partner.not-sent` says what is missing and what to write where.
    [[nodiscard]] Result<const Agreement*> for_sending(std::string_view partner, std::string_view document,
                                                       std::string_view origin) const;

    [[nodiscard]] const plugins::Party& our_identity(const Agreement& agreement) const;
    [[nodiscard]] const std::vector<std::unique_ptr<Partner>>& partners() const { return partners_; }

private:
    std::vector<std::unique_ptr<Partner>> partners_;
    std::vector<plugins::Party> ours_;
};

}  // namespace crossdock::partner
