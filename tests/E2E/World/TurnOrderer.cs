using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace NsmPS.E2E.World;

/// <summary>Puts classes, and tests within their class, in the order of their <see cref="TurnAttribute"/>.</summary>
public sealed class TurnOrderer : ITestClassOrderer, ITestMethodOrderer
{
    /// <inheritdoc/>
    public IReadOnlyCollection<TTestClass?> OrderTestClasses<TTestClass>(IReadOnlyCollection<TTestClass?> testClasses)
        where TTestClass : notnull, ITestClass => [.. testClasses.OrderBy(item => TurnOf((item as IXunitTestClass)?.Class))];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestMethod?> OrderTestMethods<TTestMethod>(IReadOnlyCollection<TTestMethod?> testMethods)
        where TTestMethod : notnull, ITestMethod => [.. testMethods.OrderBy(item => TurnOf((item as IXunitTestMethod)?.Method))];

    private static int TurnOf(MemberInfo? member) => member?.GetCustomAttribute<TurnAttribute>()?.Turn ?? int.MaxValue;
}
