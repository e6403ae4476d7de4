using System.Reflection;
using System.Runtime.CompilerServices;

namespace NsmPS.Contracts.Tests.Surface;

/// <summary>What a user can hold in a variable is immutable and needs no package.</summary>
public sealed class ContractsSurfaceTests
{
    private static readonly Assembly s_contracts = typeof(NsmPlan).Assembly;

    public static TheoryData<Type> Types => [.. s_contracts.GetExportedTypes()];

    [Theory]
    [MemberData(nameof(Types))]
    public void PublicMembers_Always_UseOnlyOwnTypesAndTheBaseLibrary(Type type)
    {
        var used = type.GetMethods()
            .SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType))
            .Concat(type.GetConstructors()
                .SelectMany(constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType)))
            .Concat(type.GetFields().Select(field => field.FieldType))
            .SelectMany(Parts);

        Assert.All(used, part => Assert.True(part.Assembly == s_contracts || IsOfTheRuntime(part.Assembly), part.FullName));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Properties_Always_CannotBeSetAfterwards(Type type)
    {
        var settable = type.GetProperties()
            .Where(property => property.DeclaringType!.Assembly == s_contracts && property.SetMethod is { IsPublic: true } setter
            && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)));

        Assert.Empty(settable);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Lists_Always_AreCopiesThatCanBeIndexed(Type type)
    {
        foreach (var property in type.GetProperties().Where(IsList))
        {
            var item = property.PropertyType.GetGenericArguments()[0];
            var given = Array.CreateInstance(item, 2);
            var instance = RuntimeHelpers.GetUninitializedObject(type);
            property.SetValue(instance, given);
            var kept = property.GetValue(instance)!;

            Assert.NotSame(given, kept);
            Assert.NotNull(kept.GetType().GetProperty("Item", [typeof(int)]));
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Type_Always_BeginsWithNsmAndIsSealed(Type type)
    {
        Assert.StartsWith("Nsm", type.Name, StringComparison.Ordinal);
        Assert.Equal("NsmPS", type.Namespace);
        Assert.True(type.IsSealed, type.Name);
    }

    [Fact]
    public void PlanSummary_Actions_AreCounted()
    {
        NsmPlanItem Item(NsmPlanAction action) => new() { Stage = "s", Action = action, Kind = "Pod", Name = "p", ServerValidated = true };
        NsmPlan Plan(params NsmPlanAction[] actions) =>
            new() { Operation = "Do", Cluster = "lab", Items = [.. actions.Select(Item)], MadeAt = DateTimeOffset.UnixEpoch };

        Assert.Equal("nothing to do", Plan().Summary);
        Assert.Equal("2 to create, 1 to update, 1 unchanged",
            Plan(NsmPlanAction.Unchanged, NsmPlanAction.Create, NsmPlanAction.Update, NsmPlanAction.Create).Summary);
        Assert.False(Plan(NsmPlanAction.Unchanged).HasChanges);
        Assert.True(Plan(NsmPlanAction.Unchanged, NsmPlanAction.Delete).HasChanges);
    }

    private static bool IsList(PropertyInfo property) =>
        property.CanWrite && property.PropertyType.IsGenericType
            && property.PropertyType.GetGenericTypeDefinition() == typeof(IReadOnlyList<>);

    private static bool IsOfTheRuntime(Assembly assembly) =>
        Path.GetDirectoryName(assembly.Location) == Path.GetDirectoryName(typeof(object).Assembly.Location);

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType
            ? Parts(type.GetElementType()!)
            : type.IsGenericParameter ? [] : type.GetGenericArguments().SelectMany(Parts).Append(type);
}
