/** Where the sandbox's nodes stand and who carries their traffic. Cities are real, companies are not. */

export interface Place {
  city: string;
  country: string;
  country_code: string;
  lat: number;
  lon: number;
}

const place = (city: string, country: string, country_code: string, lat: number, lon: number): Place => ({
  city,
  country,
  country_code,
  lat,
  lon,
});

/** Where the world's nodes stand. */
export const places: readonly [Place, ...Place[]] = [
  place("Ashburn", "United States", "US", 39.0438, -77.4874),
  place("New York", "United States", "US", 40.7128, -74.006),
  place("Dallas", "United States", "US", 32.7767, -96.797),
  place("Toronto", "Canada", "CA", 43.6532, -79.3832),
  place("Frankfurt am Main", "Germany", "DE", 50.1109, 8.6821),
  place("Nuremberg", "Germany", "DE", 49.4521, 11.0767),
  place("Amsterdam", "Netherlands", "NL", 52.3676, 4.9041),
  place("Paris", "France", "FR", 48.8566, 2.3522),
  place("London", "United Kingdom", "GB", 51.5074, -0.1278),
  place("Zurich", "Switzerland", "CH", 47.3769, 8.5417),
  place("Helsinki", "Finland", "FI", 60.1699, 24.9384),
  place("Stockholm", "Sweden", "SE", 59.3293, 18.0686),
  place("Prague", "Czechia", "CZ", 50.0755, 14.4378),
  place("Lisbon", "Portugal", "PT", 38.7223, -9.1393),
  place("Singapore", "Singapore", "SG", 1.3521, 103.8198),
  place("Tokyo", "Japan", "JP", 35.6762, 139.6503),
  place("Sydney", "Australia", "AU", -33.8688, 151.2093),
  place("São Paulo", "Brazil", "BR", -23.5505, -46.6333),
  place("Buenos Aires", "Argentina", "AR", -34.6037, -58.3816),
  place("San Salvador", "El Salvador", "SV", 13.6929, -89.2182),
  place("Lagos", "Nigeria", "NG", 6.5244, 3.3792),
  place("Cape Town", "South Africa", "ZA", -33.9249, 18.4241),
  place("Mumbai", "India", "IN", 19.076, 72.8777),
  place("Istanbul", "Türkiye", "TR", 41.0082, 28.9784),
];

/** Nodes here carry the OFAC flag on their addresses. */
export const restrictedPlaces: readonly [Place, ...Place[]] = [
  place("Tehran", "Iran", "IR", 35.6892, 51.389),
  place("Pyongyang", "North Korea", "KP", 39.0392, 125.7625),
];

/** Who connects nodes at home; the names are nobody's. */
export const homeProviders: readonly [string, ...string[]] = ["Example Fibre", "Example Cable", "Example Telecom"];
/** Who hosts nodes. */
export const hostingProviders: readonly [string, ...string[]] = ["Example Hosting", "Example Cloud", "Example Servers"];
/** What some nodes hide behind. */
export const vpnServices: readonly [string, ...string[]] = ["ExampleVPN", "Example Tunnel"];
