using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using NsmPS.Kubernetes;
using NsmPS.Mesh.History;
using NsmPS.Nsm.Injection;
using NsmPS.Operations;
using NsmPS.Topology.Export;
using NsmPS.Topology.Managers;

namespace NsmPS.Bundles;

/// <summary>Writes what was read of a cluster into a zip. Everything passes the cleaner, and where it is wanted the names.</summary>
internal sealed partial class BundleWriter : IDisposable
{
    private const string Stand = "cluster";
    private const string Mesh = "results/mesh.json";
    private const string Topology = "results/topology.json";
    private const string Picture = "results/topology.svg";
    private const string Samples = "results/samples.json";
    private const string Checks = "results/checks.json";

    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 256,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly BundleOptions _options;
    private readonly BundleProblems _problems;
    private readonly DateTimeOffset _takenAt;
    private readonly string _version;
    private readonly MeshCluster _cluster;
    private readonly BundleCleaner _cleaner = new();
    private readonly BundleNames _names;
    private readonly BundleZip _zip;
    private readonly List<string> _files = [];
    private readonly Dictionary<string, JsonNode?> _shown = [];

    public BundleWriter(BundleOptions options, BundleProblems problems, DateTimeOffset takenAt, string version, MeshCluster cluster,
        Func<IPAddress, bool> kept)
    {
        (_options, _problems, _takenAt, _version, _cluster) = (options, problems, takenAt, version, cluster);
        _names = new BundleNames(kept);
        _zip = new BundleZip(options.LargestSize, takenAt);
    }

    /// <summary>Comes first: names and secrets are learned from the objects.</summary>
    public void Objects(BundleObjects objects)
    {
        var chosen = BundleObjects.Types.Select(type => (Type: type, Items: objects.Choose(type))).ToArray();
        foreach (var item in chosen.SelectMany(entry => entry.Items).OrderBy(item => item.Kind() == KnownTypes.Secrets.Kind))
        {
            _cleaner.Learn(item);
        }

        IReadOnlyList<JsonObject> Of(ResourceType type) => chosen.First(entry => entry.Type == type).Items;
        _names.Learn(Of(KnownTypes.Namespaces), Of(KnownTypes.Nodes), Of(KnownTypes.Pods));
        _names.Learn(_cluster.Client.Server.Host, "api-server");
        foreach (var (type, items) in chosen.Where(entry => entry.Items.Count > 0))
        {
            var file = $"{BundleFormat.ObjectFolder}{type.Plural}.{type.ApiVersion.Replace('/', '_')}.json";
            Add(file, new JsonObject { ["items"] = new JsonArray([.. items.Select(item => Named(_cleaner.Object(item)))]) });
        }

        var secrets = from secret in Of(KnownTypes.Secrets)
                      from part in WebhookCertificate.PublicParts(secret).Select(part => (part.Key, part.Text, Packed: false))
                          .Concat(Inventory.Reveal(secret) is var (key, text) ? [(key, text, true)] : [])
                      select new RecordedSecret(secret.Namespace()!, secret.Name(), part.Key,
                          part.Packed ? Revision(part.Text) : part.Text, part.Packed);
        Add(BundleFormat.Secrets, Named(JsonSerializer.SerializeToNode(secrets, s_json)));
    }

    /// <summary>What NsmPS found.</summary>
    public void Results(NsmMesh? mesh, NsmTopology? topology, IReadOnlyList<NsmCheckResult>? checks,
        IReadOnlyList<NsmSampleApp>? samples)
    {
        Result(Samples, samples);
        Result(Mesh, mesh);
        Result(Checks, checks);
        Result(Topology, topology);
        if (topology is not null)
        {
            Add(Picture, Clean(TopologyWriter.Write(topology, NsmTopologyFormat.Svg)));
        }
    }

    /// <summary>What a sandbox needs to answer the same again.</summary>
    public void Recorded(BundleTape tape, ManagerAnswers? answers)
    {
        foreach (var problem in answers?.Problems ?? [])
        {
            _problems.Add(problem);
        }

        Add(BundleFormat.Commands, JsonSerializer.SerializeToNode(tape.Commands.Select(command => command with
        {
            Namespace = Named(command.Namespace),
            Pod = Named(command.Pod),
            Before = command.Before is null ? null : Clean(command.Before),
            Answer = command.Answer is null ? null : Named(command.Answer),
            Output = Clean(command.Output),
            Error = Clean(command.Error),
            Failure = command.Failure is null ? null : Clean(command.Failure),
        }), s_json));
        Add(BundleFormat.Trials, JsonSerializer.SerializeToNode(tape.Trials.Select(trial => trial with
        {
            Key = Named(trial.Key),
            Body = Named(_cleaner.Object(trial.Body))!.AsObject(),
        }), s_json));
        var told = (answers ?? ManagerAnswers.None).ByNode.Select(node => new RecordedManager(node.Key, node.Value));
        Add(BundleFormat.Managers, Named(JsonSerializer.SerializeToNode(told, s_json)));
    }

    /// <summary>The logs come last: what does not fit in any more is missing of them.</summary>
    public void Logs(IReadOnlyList<(JsonObject Pod, string Container, bool Previous, IReadOnlyList<string> Lines)> logs)
    {
        var recorded = new List<RecordedLog>();
        foreach (var (pod, container, previous, lines) in logs)
        {
            var (space, name) = (Named(pod.Namespace()!), Named(pod.Name()));
            var file = $"{BundleFormat.LogFolder}{Safe(space)}/{Safe(name)}/{Safe(container)}{(previous ? ".previous" : "")}.log";
            if (Add(file, Clean(string.Concat(lines.Select(line => line + "\n")))))
            {
                recorded.Add(new RecordedLog(space, name, container, previous, file));
            }
        }

        Add(BundleFormat.Logs, JsonSerializer.SerializeToNode(recorded, s_json), always: true);
    }

    public (NsmSupportBundle Bundle, byte[] Zip) Finish()
    {
        string[] missing = [.. _problems.All.Select(Clean)];
        var index = new BundleIndex(BundleFormat.Number, _takenAt, _options.Anonymize ? Stand : _cluster.Name, _version,
            _options.ModuleVersion, _options.Anonymize, missing);
        Add(BundleFormat.Index, JsonSerializer.SerializeToNode(index, s_json), always: true);
        _zip.Add(BundleFormat.Page, Page(index), always: true);
        return (new NsmSupportBundle
        {
            Cluster = _cluster.Name,
            Size = 0,
            FileCount = _zip.Count,
            Anonymized = _options.Anonymize,
            NotRead = missing,
            TakenAt = _takenAt,
        }, _zip.Finish());
    }

    public void Dispose() => _zip.Dispose();

    private string Page(BundleIndex index)
    {
        var page = new BundlePage(index);
        var topology = _shown.GetValueOrDefault(Topology);
        if (_files.Contains(Picture))
        {
            page.Picture(Picture);
        }

        page.Table("Mesh", [_shown.GetValueOrDefault(Mesh)], "Namespace", "Version", "ImageTag", "ForwardingPlane", "State", "Injecting",
            "Revision", "Message");
        page.Table("Components", _shown.GetValueOrDefault(Mesh).Items("Components"), "Name", "State", "Ready", "Desired", "Reason");
        page.Table("Checks", _shown.GetValueOrDefault(Checks) as JsonArray ?? [], "Outcome", "Id", "Target", "Message", "Hint", "Evidence");
        page.Table("Samples", _shown.GetValueOrDefault(Samples) as JsonArray ?? [], "State", "Namespace", "Name", "Clients", "ClientsWired",
            "Endpoints", "EndpointsRegistered", "Message");
        page.Table("Wires", topology.Items("Wires"), "State", "ClientNamespace", "Client", "ClientNode", "ClientAddress", "Endpoint",
            "EndpointNode", "EndpointAddress", "NetworkService", "Locality", "Source", "Detail");
        page.Table("Pings", topology.Items("Pings"), "Verdict", "ClientNamespace", "Client", "Interface", "EndpointAddress", "Endpoint",
            "Sent", "Received", "AvgMs", "Detail");
        page.Table("Endpoints", topology.Items("Endpoints"), "State", "Name", "NetworkService", "Pod", "Node", "Detail");
        page.Table("Events", Items("events.v1"), "lastTimestamp", "type", "reason", "involvedObject.kind", "involvedObject.name",
            "message");
        page.Table("Pods", Items("pods.v1").Where(pod => pod.At("spec", "restartPolicy") is not null), "metadata.namespace",
            "metadata.name", "spec.nodeName", "status.phase", "status.podIP");
        page.Links("Files", _files);
        return page.Finish();
    }

    private IEnumerable<JsonObject> Items(string kind) =>
        _shown.GetValueOrDefault($"{BundleFormat.ObjectFolder}{kind}.json").Items("items");

    private void Result<T>(string file, T? result)
        where T : class
    {
        if (result is not null)
        {
            Add(file, Named(_cleaner.Result(JsonSerializer.SerializeToNode(result, s_json))));
        }
    }

    private void Add(string file, JsonNode? node, bool always = false)
    {
        if (Add(file, node?.ToJsonString(s_json) ?? "null", always))
        {
            _shown[file] = node;
        }
    }

    private bool Add(string file, string text, bool always = false)
    {
        if (!_zip.Add(file, text, always))
        {
            _problems.Add($"{file} is left out, because the bundle would be larger than {BundleZip.Describe(_options.LargestSize)}.");
            return false;
        }

        _files.Add(file);
        return true;
    }

    /// <summary>A revision's manifests pass the cleaner one by one, as what is on the cluster does.</summary>
    private string Revision(string text)
    {
        var record = JsonNode.Parse(text)!.AsObject();
        record["Manifests"] = new JsonArray([.. record.Items("Manifests").Select(manifest => _cleaner.Object(manifest))]);
        return record.ToJsonString();
    }

    private string Clean(string text) => Named(_cleaner.Text(text));

    private string Named(string text) => !_options.Anonymize ? text
        : _names.Apply(_cluster.Name.Length > 0 ? text.Replace(_cluster.Name, Stand, StringComparison.Ordinal) : text);

    private JsonNode? Named(JsonNode? node)
    {
        if (!_options.Anonymize)
        {
            return node;
        }

        foreach (var field in (string[])["providerID", "systemUUID", "machineID", "bootID"])
        {
            (node.At("spec") as JsonObject)?.Remove(field);
            (node.At("status", "nodeInfo") as JsonObject)?.Remove(field);
        }

        Anonymous(node);
        return _names.Apply(node);
    }

    /// <summary>Results carry the name of their context.</summary>
    private void Anonymous(JsonNode? node)
    {
        if (node is JsonArray rows)
        {
            rows.ToList().ForEach(Anonymous);
        }
        else if (node is JsonObject map)
        {
            foreach (var (field, value) in map.ToArray())
            {
                if (field == "Cluster" && value is JsonValue)
                {
                    map[field] = Stand;
                }
                else
                {
                    Anonymous(value);
                }
            }
        }
    }

    private static string Safe(string name) => Unsafe().Replace(name, "_");

    [GeneratedRegex("[^A-Za-z0-9._-]|\\A\\.+")]
    private static partial Regex Unsafe();
}
