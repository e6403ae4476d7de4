using System.Text.Json.Nodes;
using NsmPS.Nsm.Catalogue;

namespace NsmPS.Checks.Facts;

/// <summary>How the wire of one client is.</summary>
/// <param name="Pod">The client.</param>
/// <param name="Sample">The sample it belongs to; null for a client of others.</param>
/// <param name="Result">What its ping showed.</param>
internal sealed record WireFact(JsonObject Pod, SampleApp? Sample, NsmIcmpResult Result);
