#include "host/journal/exception_text.hpp"

#include <fmt/format.h>

#include "host/base/error_text.hpp"
#include "host/journal/entity_names.hpp"

namespace crossdock::journal {

std::string subject_of(const ExceptionParked& parked) {
    using Subject = ExceptionParked::Subject;
    switch (parked.subject) {
        case Subject::message: return show_message(parked.parked);
        case Subject::transaction:
            return fmt::format("{} transaction {}", show_message(parked.message), parked.control_number);
        case Subject::run: return fmt::format("{} of {}", show_run(parked.parked), show_document(parked.document));
        case Subject::delivery: return show_delivery(parked.parked);
        case Subject::interchange:
            return fmt::format("{} interchange {}", show_message(parked.message), parked.control_number);
        case Subject::acknowledgement:
            return fmt::format("{} acknowledgement of group {}", show_message(parked.message), parked.control_number);
        case Subject::overdue: return fmt::format("{} acknowledgement", show_delivery(parked.parked));
    }
    return {};
}

bool is_notice(const ExceptionParked& parked) {
    return parked.subject == ExceptionParked::Subject::interchange ||
           parked.subject == ExceptionParked::Subject::overdue;
}

std::string first_line(const std::string& text) {
    const auto end = text.find('\n');
    if (end == std::string::npos || end == 0 || text[end - 1] != ':') return text.substr(0, end);
    return text.substr(0, end) + " " + text.substr(end + 1, text.find('\n', end + 1) - end - 1);
}

std::string log_line(const ExceptionParked& parked) {
    const std::string place = parked.flow.empty()   ? std::string()
                              : parked.step.empty() ? fmt::format(", flow {}", parked.flow)
                                                    : fmt::format(", flow {} step {}", parked.flow, parked.step);
    return fmt::format("{} parked: {}{}: {}", show_exception(parked.exception), subject_of(parked), place,
                       text_with_code(first_line(parked.text), parked.code));
}

}  // namespace crossdock::journal
