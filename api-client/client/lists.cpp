// The lists of the console, one row each, and all that is compiled for each type of thing in them.

#include <iterator>
#include <memory>
#include <optional>
#include <utility>

#include "api-client/client/list_loader.hpp"
#include "api-client/contract/codec.hpp"

namespace stadtpult::client {
namespace {

using contract::Operation;

template <typename T>
class ThingsOf final : public ListThings {
 public:
  base::Result<Page> take_page(std::string_view body) override {
    auto decoded = contract::decode_page<T>(body);
    if (!decoded) return decoded.error();
    page_ = std::move(decoded->items);
    Page page{.marks = {}, .next = std::move(decoded->next), .total = decoded->total};
    page.marks.reserve(page_.size());
    for (const auto& item : page_) page.marks.push_back({item.id, item.revision});
    return page;
  }
  std::optional<Mark> take_one(std::string_view json) override {
    auto item = contract::decode<T>(json);
    if (!item) return std::nullopt;
    page_.clear();
    page_.push_back(std::move(*item));
    return Mark{page_.front().id, page_.front().revision};
  }
  [[nodiscard]] std::string encoded(std::size_t at) const override { return contract::encode(page_.at(at)); }
  void collect() override {
    std::move(page_.begin(), page_.end(), std::back_inserter(collected_));
    page_.clear();
  }
  [[nodiscard]] std::vector<std::string_view> collected() const override {
    std::vector<std::string_view> ids;
    ids.reserve(collected_.size());
    for (const auto& item : collected_) ids.push_back(item.id);
    return ids;
  }
  void drop_collected() override { collected_ = {}; }
  Update loaded(base::Timestamp at, bool cached) override {
    page_ = {};
    return ListLoaded<T>{std::exchange(collected_, {}), at, cached};
  }
  Update changed(base::Timestamp at, std::vector<std::string> removed) override {
    return ThingsChanged<T>{std::exchange(page_, {}), at, std::move(removed)};
  }

 private:
  std::vector<T> page_, collected_;
};

template <typename T>
std::unique_ptr<ListLoader> list_of(LoaderContext& context, List list, Operation read, bool on_disk = true) {
  return std::make_unique<ListLoader>(context, ListKind{list, read, T::kTypeName, on_disk},
                                      std::make_unique<ThingsOf<T>>());
}

}  // namespace

std::vector<std::unique_ptr<ListLoader>> all_lists(LoaderContext& context) {
  std::unique_ptr<ListLoader> rows[] = {
      list_of<contract::Category>(context, List::categories, Operation::list_categories),
      list_of<contract::Miniapp>(context, List::miniapps, Operation::list_miniapps),
      list_of<contract::Review>(context, List::reviews, Operation::list_reviews),
      list_of<contract::Reason>(context, List::reasons, Operation::list_reasons),
      list_of<contract::Organisation>(context, List::organisations, Operation::list_organisations),
      list_of<contract::Release>(context, List::releases, Operation::list_releases),
      list_of<contract::Incident>(context, List::incidents, Operation::list_incidents),
      list_of<contract::Block>(context, List::blocks, Operation::list_blocks),
      list_of<contract::SecurityJob>(context, List::security_jobs, Operation::list_security_jobs),
      list_of<contract::RuleFilter>(context, List::rule_filters, Operation::list_rule_filters),
      list_of<contract::ContentPage>(context, List::pages, Operation::list_pages),
      list_of<contract::Media>(context, List::media, Operation::list_media),
      // What citizens sent is on no desk's disk, nor in the outbox.
      list_of<contract::FormAnswer>(context, List::form_answers, Operation::list_form_answers, false),
      list_of<contract::TestRound>(context, List::test_rounds, Operation::list_test_rounds),
      list_of<contract::Feedback>(context, List::feedback, Operation::list_feedback),
      list_of<contract::ReplyTemplate>(context, List::reply_templates, Operation::list_reply_templates),
      list_of<contract::Requirement>(context, List::requirements, Operation::list_requirements),
      list_of<contract::AppVersion>(context, List::app_versions, Operation::list_app_versions),
      list_of<contract::Merchant>(context, List::merchants, Operation::list_merchants),
      list_of<contract::Offering>(context, List::offerings, Operation::list_offerings),
      list_of<contract::Resource>(context, List::resources, Operation::list_resources),
      list_of<contract::Booking>(context, List::bookings, Operation::list_bookings),
      list_of<contract::Device>(context, List::devices, Operation::list_devices),
  };
  return {std::make_move_iterator(std::begin(rows)), std::make_move_iterator(std::end(rows))};
}

// ---- lists on demand ----

namespace {

template <typename T>
void load_pages(Transport& transport, const std::string& target, std::string_view cursor,
                const std::shared_ptr<std::vector<T>>& items,
                const std::function<void(base::Result<std::vector<T>>)>& done) {
  transport.send(reading_page(target, cursor),
                 [&transport, target, items, done](base::Result<HttpAnswer> answer) {
                   if (!answer) return done(answer.error());
                   if (!answer->ok()) return done(error_of(*answer));
                   auto page = contract::decode_page<T>(answer->body);
                   if (!page) return done(page.error());
                   const bool more = page->next && !page->next->empty() && !page->items.empty();
                   std::move(page->items.begin(), page->items.end(), std::back_inserter(*items));
                   if (!more) return done(std::move(*items));
                   load_pages(transport, target, *page->next, items, done);
                 });
}

}  // namespace

template <typename T>
void load_all(Transport& transport, const std::string& target,
              const std::function<void(base::Result<std::vector<T>>)>& done) {
  load_pages<T>(transport, target, {}, std::make_shared<std::vector<T>>(), done);
}

template void load_all<contract::Version>(
    Transport&, const std::string&, const std::function<void(base::Result<std::vector<contract::Version>>)>&);
template void load_all<contract::DiffItem>(
    Transport&, const std::string&,
    const std::function<void(base::Result<std::vector<contract::DiffItem>>)>&);
template void load_all<contract::DetectionRule>(
    Transport&, const std::string&,
    const std::function<void(base::Result<std::vector<contract::DetectionRule>>)>&);
template void load_all<contract::ProtectionLayer>(
    Transport&, const std::string&,
    const std::function<void(base::Result<std::vector<contract::ProtectionLayer>>)>&);
template void load_all<contract::PageVersion>(
    Transport&, const std::string&,
    const std::function<void(base::Result<std::vector<contract::PageVersion>>)>&);

template void load_all<contract::SimilarFeedback>(
    Transport&, const std::string&,
    const std::function<void(base::Result<std::vector<contract::SimilarFeedback>>)>&);
template void load_all<contract::BurnupPoint>(
    Transport&, const std::string&,
    const std::function<void(base::Result<std::vector<contract::BurnupPoint>>)>&);
template void load_all<contract::ContentPage>(
    Transport&, const std::string&,
    const std::function<void(base::Result<std::vector<contract::ContentPage>>)>&);

}  // namespace stadtpult::client
