using System.Text.Json.Nodes;

namespace NsmPS.Core.Tests.Server;

/// <summary>A client's write as an admission webhook sees it: before it is stored, in dry runs too. It may be changed or refused.</summary>
/// <param name="Object">The object as it would be stored.</param>
/// <param name="Existing">The stored object; null when it is being created.</param>
/// <param name="DryRun">True when nothing will be stored.</param>
internal sealed record Review(JsonObject Object, JsonObject? Existing, bool DryRun);
