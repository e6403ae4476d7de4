using NsmPS.Kubernetes;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Tests.Workloads;
using NsmPS.Sandbox.Validation;

namespace NsmPS.Sandbox.Tests.Validation;

/// <summary>Our own manifests have no field that a server of today does not know.</summary>
public sealed class ManifestFieldsTests
{
    // Catalogues are not objects of a cluster.
    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Yaml.Root, "*.yaml", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file) != "catalog.yaml").Select(file => Path.GetRelativePath(Yaml.Root, file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Manifest_OfBuiltInKinds_HasKnownFieldsOfTheRightType(string file)
    {
        var problems = from item in Yaml.File(file)
                       from kind in BuiltIn.All
                       where kind.Kind == item.Text("kind") && kind.ApiVersion == item.Text("apiVersion")
                       let visit = FieldVisit.Of(item, KindShapes.Of(kind)!)
                       from problem in visit.Unknown.Concat(visit.Wrong)
                       select $"{item.Name()} {problem.Place()}";

        Assert.Empty(problems);
    }
}
