using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using NsmPS.Cluster;

namespace NsmPS.Tests.Fakes;

/// <summary>The verbs of the fake server on its objects.</summary>
internal sealed class FakeObjects
{
    private ImmutableArray<ResourceType> _types = KnownTypes.All;

    public FakeObjects(TimeProvider time) => Store = new FakeStore(time) { Stored = React };

    public FakeStore Store { get; }

    public IReadOnlyList<ResourceType> Types => _types;

    public List<(string Kind, Action<JsonObject> React)> Reactions { get; } = [];

    public List<(string Kind, Action<FakeAdmission> Review)> Reviews { get; } = [];

    public ResourceType TypeOf(ObjectKey key) => _types.FirstOrDefault(type => type.ApiVersion == key.ApiVersion && type.Kind == key.Kind)
        ?? throw FakeRejection.NotFound($"the kind {key.Kind} of {key.ApiVersion}");

    public JsonObject? Find(ObjectKey key)
    {
        lock (Store.Gate)
        {
            ResourceType? type = _types.FirstOrDefault(type => type.ApiVersion == key.ApiVersion && type.Kind == key.Kind);
            return type is null ? null : (JsonObject?)Store.Find(type, key.Namespace, key.Name)?.State.DeepClone();
        }
    }

    public JsonObject Get(ResourceType type, string? @namespace, string name)
    {
        lock (Store.Gate)
        {
            return (JsonObject)Existing(type, @namespace, name).State.DeepClone();
        }
    }

    public IReadOnlyList<JsonObject> List(ResourceType type, string? @namespace)
    {
        lock (Store.Gate)
        {
            return [.. Store.All(type, @namespace).Select(entry => (JsonObject)entry.State.DeepClone())];
        }
    }

    public JsonObject Put(JsonObject item, string manager)
    {
        lock (Store.Gate)
        {
            ResourceType type = TypeOf(ManifestKeys.Read(item));
            var state = (JsonObject)item.DeepClone();
            return (JsonObject)Store.Store(new FakeEntry(type, state) { Managers = new() { [manager] = FakeFields.Content(state) } }).DeepClone();
        }
    }

    public void Update(ObjectKey key, Action<JsonObject> change)
    {
        lock (Store.Gate)
        {
            FakeEntry next = Existing(TypeOf(key), key.Namespace, key.Name).Copy();
            change(next.State);
            Store.Store(next);
        }
    }

    public JsonObject Create(ResourceType type, string? @namespace, JsonObject manifest, string manager, bool dryRun)
    {
        lock (Store.Gate)
        {
            var state = (JsonObject)manifest.DeepClone();
            string name = Complete(type, @namespace, state);
            return Store.Find(type, @namespace, name) is not null
                ? throw new FakeRejection(HttpStatusCode.Conflict, "AlreadyExists", $"{type.Plural} \"{name}\" already exists")
                : Write(new FakeEntry(type, state) { Managers = new() { [manager] = FakeFields.Content(state) } }, null, dryRun);
        }
    }

    public JsonObject Apply(ResourceType type, string? @namespace, JsonObject manifest, string manager, bool force, bool dryRun)
    {
        lock (Store.Gate)
        {
            string name = Complete(type, @namespace, manifest);
            FakeEntry? existing = Store.Find(type, @namespace, name);
            FakeEntry next = existing?.Copy() ?? new FakeEntry(type, new JsonObject
            {
                ["apiVersion"] = type.ApiVersion,
                ["kind"] = type.Kind,
                ["metadata"] = new JsonObject { ["name"] = name },
            });
            if (@namespace is not null)
            {
                next.State["metadata"]!["namespace"] = @namespace;
            }

            JsonObject content = FakeFields.Content(manifest);
            FakeConflicts.Resolve(next, content, manager, force);
            FakeFields.RemoveAbandoned(next.State, next.Managers.GetValueOrDefault(manager) ?? [], content);
            FakeFields.Merge(next.State, content);
            next.Managers[manager] = content;
            return Write(next, existing?.State, dryRun);
        }
    }

    public JsonObject Delete(ResourceType type, string? @namespace, string name, string? uid)
    {
        lock (Store.Gate)
        {
            FakeEntry entry = Existing(type, @namespace, name);
            if (uid is not null && uid != (string?)entry.State["metadata"]!["uid"])
            {
                throw new FakeRejection(HttpStatusCode.Conflict, "Conflict", "the UID in the precondition does not match the UID in record");
            }

            if (type == KnownTypes.CustomResourceDefinitions && DefinedBy(entry.State) is { } defined)
            {
                foreach (FakeEntry instance in Store.All(defined, null).ToArray())
                {
                    Store.Delete(instance);
                }

                _types = _types.Remove(defined);
            }

            return (JsonObject)Store.Delete(entry).DeepClone();
        }
    }

    private JsonObject Write(FakeEntry next, JsonObject? existing, bool dryRun)
    {
        foreach ((_, Action<FakeAdmission> review) in Reviews.Where(hook => hook.Kind == next.Type.Kind))
        {
            review(new FakeAdmission(next.State, (JsonObject?)existing?.DeepClone(), dryRun));
        }

        return (JsonObject)(dryRun ? Store.Preview(next) : Store.Store(next)).DeepClone();
    }

    private string Complete(ResourceType type, string? @namespace, JsonObject manifest)
    {
        var metadata = (JsonObject)manifest["metadata"]!;
        if (@namespace is not null)
        {
            FakeEntry? home = Store.Find(KnownTypes.Namespaces, null, @namespace) ?? throw FakeRejection.NotFound($"namespaces \"{@namespace}\"");
            if (home.State["metadata"]!["deletionTimestamp"] is not null)
            {
                throw new FakeRejection(HttpStatusCode.Forbidden, "Forbidden",
                    $"{type.Plural} is forbidden: unable to create new content in namespace {@namespace} because it is being terminated")
                {
                    Causes = [new JsonObject { ["reason"] = "NamespaceTerminating", ["field"] = "metadata.namespace" }],
                };
            }

            metadata["namespace"] = @namespace;
        }

        metadata["name"] ??= (string?)metadata["generateName"] + "x7q2p";
        return (string)metadata["name"]!;
    }

    private void React(FakeEntry entry)
    {
        if (entry.Type == KnownTypes.Namespaces)
        {
            entry.State["status"] ??= new JsonObject { ["phase"] = "Active" };
        }
        else if (entry.Type == KnownTypes.CustomResourceDefinitions && DefinedBy(entry.State) is { } defined)
        {
            _types = _types.Contains(defined) ? _types : _types.Add(defined);
            entry.State["status"] ??= new JsonObject
            {
                ["conditions"] = new JsonArray(Condition("NamesAccepted"), Condition("Established")),
            };
        }

        foreach ((_, Action<JsonObject> react) in Reactions.Where(hook => hook.Kind == entry.Type.Kind))
        {
            react(entry.State);
        }
    }

    private FakeEntry Existing(ResourceType type, string? @namespace, string name) =>
        Store.Find(type, @namespace, name) ?? throw FakeRejection.NotFound($"{type.Plural} \"{name}\"");

    private static JsonObject Condition(string type) => new() { ["type"] = type, ["status"] = "True" };

    private static ResourceType? DefinedBy(JsonObject definition)
    {
        JsonNode? spec = definition["spec"];
        string? version = (string?)(spec?["versions"] as JsonArray)?.FirstOrDefault()?["name"];
        return version is null ? null
            : new ResourceType($"{(string)spec!["group"]!}/{version}", (string)spec["names"]!["kind"]!, (string)spec["names"]!["plural"]!, (string?)spec["scope"] == "Namespaced");
    }
}
