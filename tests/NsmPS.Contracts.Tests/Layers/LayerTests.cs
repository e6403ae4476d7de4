using System.Reflection;

namespace NsmPS.Contracts.Tests.Layers;

/// <summary>Dependencies point one way: Contracts, then Core, then the module; and inside
/// Core, Kubernetes, then Nsm, then the rest.</summary>
public sealed class LayerTests
{
    // A part may use its own floor's parts and those below.
    private static readonly Dictionary<string, int> s_floors = new()
    {
        ["Kubernetes"] = 0,
        ["Nsm"] = 1,
        ["Operations"] = 2,
        ["Mesh"] = 2,
        ["Samples"] = 2,
        ["Manifests"] = 2,
        ["Proof"] = 2,
        ["Checks"] = 2,
        ["Topology"] = 2,
        ["Reports"] = 2,
        ["Sandboxes"] = 2,
        ["Watching"] = 2,
        ["Bundles"] = 3,
    };

    private static readonly string[] s_packagesOfTheEdge = ["KubernetesClient", "YamlDotNet"];
    private static readonly string[] s_edge = ["Kubernetes"];

    public static TheoryData<string, string[]> Assemblies => new()
    {
        { "NsmPS.Contracts.dll", [] },
        { "lib/NsmPS.Core.dll", ["NsmPS.Contracts", "KubernetesClient", "YamlDotNet", "Polly.Core"] },
        { "lib/NsmPS.Adapter.Client.dll", ["NsmPS.Contracts", "Google.Protobuf", "Grpc.Core.Api", "Grpc.HealthCheck", "Grpc.Net.Client"] },
        { "NsmPS.dll", ["NsmPS.Contracts", "NsmPS.Core", "NsmPS.Adapter.Client", "System.Management.Automation"] },
    };

    // With the types that the compiler makes of async methods and lambdas: most bodies are there.
    private static IEnumerable<Type> CoreTypes => ModuleAssemblies.Core.GetTypes().Where(type => type.Namespace is not null);

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void References_Assembly_AreOnlyTheAllowedOnes(string file, string[] allowed)
    {
        var foreign = ModuleAssemblies.References(Path.Combine(Built.Module, file)).Where(name => !IsBaseLibrary(name)).Except(allowed);

        Assert.Empty(foreign);
    }

    [Fact]
    public void References_Adapter_AreCoreAndTheWebNeverTheShellTheClientOrYaml()
    {
        var references = ModuleAssemblies.References(Path.Combine(Built.Module, "lib", "NsmPS.Adapter.dll"));

        Assert.Contains("NsmPS.Core", references);
        Assert.Equal(["NsmPS.Contracts", "NsmPS.Core"],
            references.Where(name => name.StartsWith("NsmPS", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(references,
            name => name is "System.Management.Automation" or "KubernetesClient" or "YamlDotNet" or "Grpc.Net.Client");
    }

    [Fact]
    public void References_Sandbox_AreContractsAndNothingElseOfOurs()
    {
        var references = ModuleAssemblies.References(Path.Combine(Built.Module, "lib", "NsmPS.Sandbox.dll"));

        Assert.Equal(["NsmPS.Contracts"], references.Where(name => name.StartsWith("NsmPS", StringComparison.Ordinal)));
        Assert.DoesNotContain(references, name => name is "System.Management.Automation" or "YamlDotNet");
    }

    [Fact]
    public void References_Core_NeitherPrintsNorServes()
    {
        Assert.DoesNotContain("System.Console", ModuleAssemblies.References(Built.Core));
        Assert.DoesNotContain(ModuleAssemblies.References(Built.Core),
            name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
    }

    [Fact]
    public void Core_EveryNamespace_IsOnAFloor()
    {
        Assert.DoesNotContain(CoreTypes.Select(Part).Distinct(), part => part.Length > 0 && !s_floors.ContainsKey(part));
        Assert.Contains(CoreTypes, type => Part(type) == "Mesh");
    }

    [Fact]
    public void Core_Uses_NeverPointUpwards()
    {
        var upwards = from type in CoreTypes
                      where s_floors.ContainsKey(Part(type))
                      from used in TypeUses.Of(type)
                      where used.Assembly == type.Assembly && s_floors.TryGetValue(Part(used), out var floor)
                          && floor > s_floors[Part(type)]
                      select $"{type.FullName} uses {used.FullName}";

        Assert.Empty(upwards);
    }

    [Fact]
    public void Core_TypesOfPackages_StayAtTheEdge()
    {
        var leaks = from type in CoreTypes
                    where !s_edge.Contains(Part(type))
                    from used in TypeUses.Of(type)
                    where s_packagesOfTheEdge.Contains(used.Assembly.GetName().Name)
                    select $"{type.FullName} uses {used.FullName}";

        Assert.Empty(leaks);
    }

    [Fact]
    public void Core_TypesOfKubernetesClient_StayWithTheConnection()
    {
        var users = from type in CoreTypes
                    where TypeUses.Of(type).Any(used => used.Assembly.GetName().Name == "KubernetesClient")
                    select type.Namespace;

        Assert.Equal(["NsmPS.Kubernetes.Connection"], users.Distinct());
    }

    public static TheoryData<string> Libraries => ["NsmPS.Core", "NsmPS.Adapter.Client"];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Libraries_PublicMembers_NameNoTypeOfAPackage(string library)
    {
        var leaks = from type in ModuleAssemblies.Load(library).GetExportedTypes()
                    from method in type.GetMethods().Cast<MethodBase>().Concat(type.GetConstructors())
                    from parameter in method.GetParameters().Select(parameter => parameter.ParameterType)
                        .Append((method as MethodInfo)?.ReturnType ?? typeof(void))
                    where !IsBaseLibrary(parameter.Assembly.GetName().Name!)
                        && !parameter.Assembly.GetName().Name!.StartsWith("NsmPS.", StringComparison.Ordinal)
                    select $"{type.FullName}.{method.Name}: {parameter.FullName}";

        Assert.Empty(leaks);
    }

    [Fact]
    public void Uses_OfAType_IncludeWhatItsMethodsOnlyCall()
    {
        // Guards the guard: a walker that sees nothing would let everything pass.
        var uses = TypeUses.Of(typeof(Sample));

        Assert.Contains(typeof(Uri), uses);
        Assert.Contains(typeof(System.Text.StringBuilder), uses);
    }

    private static string Part(Type type) => type.Namespace is { } name && name.StartsWith("NsmPS.", StringComparison.Ordinal)
        ? name.Split('.')[1]
        : "";

    private static bool IsBaseLibrary(string assembly) =>
        assembly is "System.Private.CoreLib" or "mscorlib" or "netstandard" ||
        ((assembly.StartsWith("System.", StringComparison.Ordinal) || assembly.StartsWith("Microsoft.Win32.", StringComparison.Ordinal))
            && File.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, assembly + ".dll")));

    private sealed class Sample
    {
        public static string Make(bool first) => first ? new Uri("https://example.org").Host : Build();

        private static string Build() => new System.Text.StringBuilder("x").ToString();
    }
}
