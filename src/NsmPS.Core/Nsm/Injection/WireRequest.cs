using System.Globalization;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Names;

namespace NsmPS.Nsm.Injection;

/// <summary>One wire that a client asks for.</summary>
/// <param name="NetworkService">The network service.</param>
/// <param name="Interface">The name its interface gets; empty where only the program that asks knows it.</param>
internal sealed record WireRequest(string NetworkService, string Interface)
{
    /// <summary>The longest name of an interface in Linux.</summary>
    public const int LongestInterface = 15;

    private const string InterfacePrefix = "nsm";
    private const string SchemeEnd = "://";

    /// <summary>More than any real client asks for; the annotation may come from a stranger.</summary>
    private const int Most = 64;

    /// <summary>Reads <c>service[/interface][?label=value],…</c>. Like NSM itself, it trims nothing: a space after a comma is part of the
    /// service's name. Interfaces without a name are numbered by their place.</summary>
    public static IReadOnlyList<WireRequest> Parse(string annotation) => Parse(annotation, Generation.V02);

    /// <summary>Reads it as a generation writes it: in NSM v1 each entry begins with a mechanism,
    /// <c>kernel://service/interface</c>, and numbers begin with one.</summary>
    public static IReadOnlyList<WireRequest> Parse(string annotation, Generation generation) =>
        [.. annotation.Split(',', Most + 1).Take(Most)
            .Select((entry, index) => generation == Generation.V1 ? ReadV1(entry, index) : Read(entry, index))];

    /// <summary>What the annotation of an object asks for, of whatever generation; null when it has none.</summary>
    public static IReadOnlyList<WireRequest>? Annotated(JsonObject item) => Generation.All
        .Select(generation => item.Text("metadata", "annotations", generation.InjectionAnnotation) is { } text
            ? Parse(text, generation)
            : null).FirstOrDefault(requests => requests is not null);

    /// <summary>What a pod asks for, from whatever source: the container that the webhook added, its annotation, or its own
    /// program.</summary>
    public static IReadOnlyList<WireRequest> Of(JsonObject pod) => Given(pod) ?? Annotated(pod) ?? Own(pod) ?? [];

    /// <summary>What the init container that the webhook added to a pod asks for; null when there is none.</summary>
    public static IReadOnlyList<WireRequest>? Given(JsonObject pod) =>
        Generation.All.Select(generation => pod.Items("spec", "initContainers")
        .Where(container => container.Text("name") == generation.InitContainer)
        .Select(container => Variable(container, generation.RequestVariable)).FirstOrDefault(text => text is not null) is { } text
            ? Parse(text, generation) : null).FirstOrDefault(requests => requests is not null);

    /// <summary>What a pod's own program asks for, as its environment says; null when it asks for nothing.</summary>
    public static IReadOnlyList<WireRequest>? Own(JsonObject pod)
    {
        var containers = pod.Items("spec", "containers").ToArray();
        return containers.SelectMany(container => NsmNames.AskingVariables, Variable)
            .FirstOrDefault(text => text is { Length: > 0 }) is { } service ? [new WireRequest(service, "")]
            : containers.Select(container => Variable(container, NsmNames.RequestV1Variable))
                .FirstOrDefault(text => text is { Length: > 0 }) is { } text ? Parse(text, Generation.V1)
            : null;
    }

    private static string? Variable(JsonObject container, string name) =>
        container.Items("env").FirstOrDefault(entry => entry.Text("name") == name).Text("value");

    private static WireRequest Read(string entry, int index)
    {
        var path = Path(entry);
        return new WireRequest(path[0], path.Length > 1 ? path[1] : InterfacePrefix + index.ToString(CultureInfo.InvariantCulture));
    }

    private static WireRequest ReadV1(string entry, int index)
    {
        var start = entry.IndexOf(SchemeEnd, StringComparison.Ordinal);
        var path = Path(start < 0 ? entry : entry[(start + SchemeEnd.Length)..]);
        return new WireRequest(path[0], path.Length > 1
            && path[1].Length > 0 ? path[1] : $"{InterfacePrefix}-{(index + 1).ToString(CultureInfo.InvariantCulture)}");
    }

    private static string[] Path(string entry) => entry.Split('?', 2)[0].Split('/', 2);
}
