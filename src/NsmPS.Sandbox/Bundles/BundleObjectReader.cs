using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Bundles;

/// <summary>Makes the objects of a bundle those of a sandbox: numbered again, and as old now as when the bundle was taken.</summary>
/// <param name="content">The bundle.</param>
/// <param name="now">The time at which the sandbox begins.</param>
internal sealed partial class BundleObjectReader(BundleContent content, DateTimeOffset now)
{
    private const string VersionField = "resourceVersion";
    private const string SecondsField = "seconds";

    /// <summary>A moment in seconds is larger than any length of time.</summary>
    private const long SmallestMoment = 1_000_000_000;

    private readonly TimeSpan _since = now - content.Index.TakenAt;

    /// <summary>Fills a store.</summary>
    public void Fill(ObjectStore store)
    {
        var kinds = BuiltIn.All.Concat(content.Objects.Where(item => item.Text("kind") == BuiltIn.CustomResourceDefinitions.Kind)
            .Where(Definition.IsEstablished).SelectMany(definition => Definition.Read(definition)).Select(definition => definition.Kind))
            .DistinctBy(kind => (kind.ApiVersion, kind.Kind)).ToDictionary(kind => (kind.ApiVersion, kind.Kind));
        var version = 1L;
        var items = new List<JsonObject>();
        var known = new PublicData(content);
        foreach (var item in content.Objects)
        {
            if (kinds.TryGetValue((item.Text("apiVersion") ?? "", item.Text("kind") ?? ""), out var kind) && IsWhole(kind, item))
            {
                var shifted = Shifted(item, "")!.AsObject();
                shifted.Metadata()[VersionField] = (++version).ToString(CultureInfo.InvariantCulture);
                shifted.Metadata().Default("uid", $"{Guid.NewGuid()}");
                shifted.Metadata().Default("creationTimestamp", now.Stamp());
                items.Add(shifted);
                if (kind == BuiltIn.Secrets)
                {
                    known.Fill(shifted);
                }
            }
        }

        store.Import(items, version);
    }

    private static bool IsWhole(ResourceKind kind, JsonObject item) =>
        item["metadata"] is JsonObject && item.Name().Length > 0 && kind.Namespaced == item.Namespace() is { Length: > 0 };

    private JsonNode? Shifted(JsonNode? node, string field) => node switch
    {
        JsonObject map => new JsonObject(map.Select(entry => KeyValuePair.Create(entry.Key, Shifted(entry.Value, entry.Key)))),
        JsonArray list => new JsonArray([.. list.Select(element => Shifted(element, field))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Shifted(value.GetValue<string>()),
        JsonValue value when field == SecondsField && value.TryGetValue(out long seconds) && seconds > SmallestMoment =>
            seconds + (long)_since.TotalSeconds,
        _ => node?.DeepClone(),
    };

    private string Shifted(string text) => Moment().Match(text) is { Success: true } match
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
        ? Written(time, match.Groups["fraction"].Length)
        : text;

    private string Written(DateTimeOffset time, int fraction) =>
        (time + _since).UtcDateTime.ToString(fraction == 0
            ? "yyyy-MM-dd'T'HH:mm:ss'Z'"
            : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?<fraction>\.\d+)?Z\z")]
    private static partial Regex Moment();
}
