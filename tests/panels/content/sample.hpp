#pragma once
// Pages of an invented city, for tests and pictures.

#include <vector>

#include "api-client/client/state.hpp"

namespace stadtpult::sample {

/// "Wohngeld beantragen" with eight blocks in German and some English.
contract::ContentPage housing_page();
/// It and some more, and `extra` of the same kind, in the categories of the sample city.
std::vector<contract::ContentPage> pages(int extra = 0);
/// Versions of that page, newest first.
std::vector<contract::PageVersion> housing_versions();
/// A page of many blocks of all kinds.
contract::ContentPage long_page(int blocks);
/// Puts the list into a state, as it comes from the platform.
void write(client::State& state, base::Timestamp now, int extra = 0);
/// The platform answers for one page and its versions.
void open(client::State& state, const contract::ContentPage& page, base::Timestamp now);

/// The city with those pages, some files of the media library, and what citizens sent.
client::State media_city(contract::Role role);

}  // namespace stadtpult::sample
